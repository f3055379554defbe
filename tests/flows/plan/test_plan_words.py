"""Days and shares in the words of an official: understood, or asked for again with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.plan import amounts, rules
from flows.plan.amounts import Amount
from flows.plan.model import Rule


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("trước 31/12 hằng năm", Rule("before", 12, 31)),
        ("trước ngày 31/12 hàng năm", Rule("before", 12, 31)),
        ("Trước ngày 01 tháng 12 hằng năm", Rule("before", 12, 1)),
        ("truoc 31/12", Rule("before", 12, 31)),
        ("trước 5/12/2026", Rule("before", 12, 5, year=2026)),
        ("trước 5/12 năm 2026", Rule("before", 12, 5, year=2026)),
        ("trước 28/2 năm sau", Rule("before", 2, 28, later=1)),
        ("đến hết 15/11 hằng năm", Rule("by", 11, 15)),
        ("đến hết ngày 15/11/2027", Rule("by", 11, 15, year=2027)),
        ("1-7/10 hằng năm", Rule("within", 10, 1, until_day=7)),
        ("từ 1/10 đến 7/10", Rule("within", 10, 1, until_day=7)),
        ("từ ngày 1 đến ngày 7 tháng 10", Rule("within", 10, 1, until_day=7)),
        ("quý IV hằng năm", Rule("within", quarter=4)),
        ("Quý 4", Rule("within", quarter=4)),
        ("quý II/2026", Rule("within", quarter=2, year=2026)),
        ("trong quý II năm 2026", Rule("within", quarter=2, year=2026)),
        ("quý I năm sau", Rule("within", quarter=1, later=1)),
        ("năm 2030", Rule("within", year=2030)),
        ("trong năm", Rule("within")),
        ("không nêu ngày", Rule("open")),
        ("không nêu ngày (5 năm một lần)", Rule("open", words="5 năm một lần")),
    ],
)
def test_a_day_is_understood(said: str, rule: Rule) -> None:
    assert rules.rule(said) == rule


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("31/12", "Chưa hiểu"),
        ("cuối năm", "Chưa hiểu"),
        ("trước cuối năm", "Chưa hiểu"),
        ("trước 31/2 hằng năm", "Tháng 2 không có ngày 31"),
        ("trước 31/11", "Tháng 11 không có ngày 31"),
        ("trước 0/12", "Tháng 12 không có ngày 0"),
        ("trước 5/13 hằng năm", "Không có tháng 13"),
        ("trước 5/0 hằng năm", "Không có tháng 0"),
        ("trước 29/2/2026", "Tháng 2 năm 2026 không có ngày 29"),
        ("trước 31/12 hằng năm năm 2026", "Ghi một thứ thôi"),
        ("trước 31/12/2026 năm sau", "Ghi một thứ thôi"),
        ("từ 28/9 đến 4/10", "cùng một tháng"),
        ("7-1/10", "Ngày đầu phải trước ngày cuối"),
        ("25-31/11", "Tháng 11 không có ngày 31"),
        ("quý V", "Chưa hiểu"),
        ("năm 30", "Chưa hiểu"),
    ],
)
def test_a_day_that_is_none_is_asked_for_again(said: str, told: str) -> None:
    with pytest.raises(rules.Unclear, match=told):
        rules.rule(said)


DATED = st.builds(
    Rule,
    st.sampled_from(["before", "by"]),
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    year=st.none() | st.integers(1990, 2100),
)
WEEKS = st.builds(
    Rule,
    st.just("within"),
    month=st.integers(1, 12),
    day=st.integers(1, 14),
    until_day=st.integers(15, 28),
    year=st.none() | st.integers(1990, 2100),
)
QUARTERS = st.builds(
    Rule, st.just("within"), quarter=st.integers(1, 4), year=st.none() | st.integers(1990, 2100)
)
LATER = st.builds(
    Rule,
    st.sampled_from(["before", "by"]),
    month=st.integers(1, 3),
    day=st.integers(1, 28),
    later=st.just(1),
)


@given(DATED | WEEKS | QUARTERS | LATER)
def test_what_is_put_into_words_is_read_as_the_same_rule(rule: Rule) -> None:
    assert rules.rule(rules.worded(rule)) == rule


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_is_asked_for_again(said: str) -> None:
    try:
        rules.rule(said)
    except rules.Unclear as unclear:
        assert str(unclear)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("80%", Amount("=", 80, "percent")),
        ("80 %", Amount("=", 80, "percent")),
        ("60% trở lên", Amount(">=", 60, "percent")),
        ("khoảng 70%", Amount("~", 70, "percent")),
        ("72,5%", Amount("=", 72.5, "percent")),
        ("72.5%", Amount("=", 72.5, "percent")),
        ("0%", Amount("=", 0, "percent")),
        ("100%", Amount("=", 100, "percent")),
        ("có", Amount("=", 1, "yes")),
        ("Không nêu số", Amount("=", None, "words")),
    ],
)
def test_a_share_is_understood(said: str, amount: Amount) -> None:
    assert amounts.amount(said) == amount


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("101%", "lớn hơn 100%"),
        ("100,5%", "lớn hơn 100%"),
        ("-5%", "Chưa hiểu"),
        ("80", "Chưa hiểu"),
        ("khoảng 60% trở lên", "Chưa hiểu"),
        ("nhiều", "Chưa hiểu"),
        ("²%", "Chưa hiểu"),
    ],
)
def test_a_share_that_is_none_is_asked_for_again(said: str, told: str) -> None:
    with pytest.raises(amounts.Unclear, match=told):
        amounts.amount(said)


@given(
    st.sampled_from(["=", "~", ">="]),
    st.integers(0, 10000).map(lambda hundredths: hundredths / 100),
)
def test_a_share_put_into_words_is_read_as_the_same(op: str, value: float) -> None:
    assert amounts.amount(amounts.worded(op, value, "percent")) == Amount(op, value, "percent")
