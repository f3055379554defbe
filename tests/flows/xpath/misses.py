"""Names every recorded case our engine answers otherwise than ODK Web Forms, with its reason.

A case is named by the file it was recorded from and its place in that file.
"""

MISSES: dict[str, tuple[str, ...]] = {
    "An empty node-set compares as blank text, as in Collect; XPath 1.0 says it equals nothing.": (
        "native/comparison-operator.test.ts#172",
        "native/comparison-operator2.test.ts#43",
        "native/comparison-operator2.test.ts#44",
        "native/comparison-operator2.test.ts#117",
        "native/comparison-operator2.test.ts#118",
    ),
    "The tree keeps namespaces but not the prefixes a document chose for them.": (
        "native/nodeset.test.ts#38",
        "native/nodeset.test.ts#42",
    ),
    "sum() passes over what is no number, as in Collect.": (
        "native/number.test.ts#36",
        "native/number.test.ts#37",
        "xforms/sum.test.ts#3",
    ),
    "An unknown function is refused at once, even in a branch that would never run.": (
        "xforms/and-or.test.ts#22",
        "xforms/and-or.test.ts#23",
        "xforms/and-or.test.ts#24",
        "xforms/and-or.test.ts#46",
        "xforms/and-or.test.ts#47",
        "xforms/and-or.test.ts#48",
        "xforms/and-or.test.ts#99",
        "xforms/and-or.test.ts#100",
        "xforms/and-or.test.ts#101",
        "xforms/and-or.test.ts#102",
        "xforms/and-or.test.ts#106",
        "xforms/and-or.test.ts#108",
        "xforms/and-or.test.ts#109",
        "xforms/if.test.ts#17",
        "xforms/if.test.ts#18",
        "xforms/if.test.ts#19",
        "xforms/if.test.ts#20",
        "xforms/if.test.ts#21",
        "xforms/if.test.ts#22",
        "xforms/if.test.ts#23",
        "xforms/if.test.ts#24",
        "xforms/if.test.ts#26",
        "xforms/if.test.ts#27",
        "xforms/if.test.ts#28",
        "xforms/if.test.ts#29",
    ),
    "Collect takes 'TRUE' and 'True' for 'true'.": ("xforms/boolean-from-string.test.ts#8",),
    "What is no date gives NaN, which is kept as blank, and not the words 'Invalid Date'.": (
        "xforms/date-time.test.ts#5",
        "xforms/date.test.ts#34",
        "xforms/date.test.ts#35",
    ),
    "Collect lays a shape flat, Enketo reckons on a ball: four millionths apart at most.": (
        "xforms/geo.test.ts#1",
        "xforms/geo.test.ts#3",
        "xforms/geo.test.ts#5",
        "xforms/geo.test.ts#7",
        "xforms/geo.test.ts#22",
        "xforms/geo.test.ts#24",
        "xforms/geo.test.ts#26",
        "xforms/geo.test.ts#28",
    ),
    "A node without text counts as no, as in Collect; XPath 1.0 asks whether it exists.": (
        "xforms/if.test.ts#7",
    ),
    "A text in scientific notation is no number, as in Collect and XPath 1.0.": (
        "xforms/int.test.ts#12",
    ),
    "max() and min() pass over what is no number, as in Collect.": (
        "xforms/max.test.ts#9",
        "xforms/max.test.ts#14",
        "xforms/max.test.ts#17",
        "xforms/min.test.ts#9",
        "xforms/min.test.ts#15",
        "xforms/min.test.ts#17",
    ),
    "Recorded twice: with the fraction of the day, which passes, and rounded by the test.": (
        "xforms/number.test.ts#33",
        "xforms/number.test.ts#34",
        "xforms/number.test.ts#35",
        "xforms/number.test.ts#36",
        "xforms/number.test.ts#37",
        "xforms/number.test.ts#41",
        "xforms/number.test.ts#42",
    ),
    "regex() must fit the whole text, as in Collect; Enketo is content with a part.": (
        "xforms/regex.test.ts#2",
    ),
    "Halves below zero go towards zero, as in Collect and XPath 1.0.": (
        "xforms/round.test.ts#6",
        "xforms/round.test.ts#19",
        "xforms/round.test.ts#27",
    ),
    "In weighted-checklist() -1 is a number, as in Collect, and not 'no limit'.": (
        "xforms/weighted-checklist.test.ts#8",
    ),
}

# With days counted as Collect counts them, whole and from local midnight, these too differ.
WHOLE_DAYS = {"xforms/complex.test.ts", "xforms/date.test.ts", "xforms/number.test.ts"}
