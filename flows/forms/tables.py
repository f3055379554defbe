"""Tables of questions in an XForm: their header rows head the questions, and are not asked."""

from xml.etree.ElementTree import Element  # the type only; defusedxml parses

XFORMS = "{http://www.w3.org/2002/xforms}"
LABEL = XFORMS + "label"
SELECTS = (XFORMS + "select1", XFORMS + "select")
HEADER = "label"
MADE = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")
"""What pyxform calls the rows it makes for a `table-list`: the group's label, and the header."""


def label_of(group: Element) -> Element | None:
    """What heads the questions of a group: its own label, or the one in the table's header."""
    own = group.find(LABEL)
    if own is not None:
        return own
    heads = (control.find(LABEL) for control in group if is_made(control) or is_header(control))
    return next((label for label in heads if label is not None and _says(label)), None)


def is_header(control: Element) -> bool:
    """Whether the row is a header: the choices of the rows under it, with nothing to choose."""
    return control.tag in SELECTS and HEADER in control.get("appearance", "").split()


def is_made(control: Element) -> bool:
    """Whether pyxform made the row."""
    return control.get("ref", "").rpartition("/")[2].startswith(MADE)


def is_left_out(control: Element, group: Element) -> bool:
    """Whether nobody needs to see the row: it says nothing, or what it says is the heading."""
    if is_made(control):
        return True
    label = control.find(LABEL)
    return is_header(control) and (label is None or not _says(label) or label is label_of(group))


def _says(label: Element) -> bool:
    return bool(label.get("ref") or len(label) or (label.text or "").strip())
