"""Tables of questions in an XForm: their header rows head the questions, and are not asked."""

from xml.etree.ElementTree import Element  # the type only; defusedxml parses

XFORMS = "{http://www.w3.org/2002/xforms}"
LABEL, GROUP = XFORMS + "label", XFORMS + "group"
SELECTS = (XFORMS + "select1", XFORMS + "select")
HEADER = "label"
MADE = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")
"""What pyxform calls the rows it makes for a `table-list`: the group's label, and the header."""


def head_of(group: Element) -> Element | None:
    """What heads the questions of a group: itself with its label, or the header of its table."""
    if group.find(LABEL) is not None:
        return group
    heads = (control for control in group if is_made(control) or is_header(control))
    return next((control for control in heads if _says(control)), None)


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
    heads = group.tag == GROUP and control is head_of(group)
    return is_header(control) and (heads or not _says(control))


def _says(control: Element) -> bool:
    label = control.find(LABEL)
    if label is None:
        return False
    return bool(label.get("ref") or len(label) or (label.text or "").strip())
