from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import load_catalogue
from kg.extract.numbers import Number, find_numbers
from kg.extract.units import NumberRole
from kg.records import ResultKind


def make_facts(text: str) -> list[tuple[str, float, str | None]]:
    return [(text[n.start : n.end], n.value, n.unit) for n in find_numbers(text)]


def make_roles(text: str) -> dict[str, str]:
    return {text[n.start : n.end]: str(n.role) for n in find_numbers(text)}


def possible(numbers: list[Number]) -> list[float]:
    return [n.value for n in numbers if n.role in (NumberRole.OPEN, NumberRole.COUNT)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("reaches 76.5\\% accuracy", [("76.5", 76.5, "%")]),
        ("is $2.7\\times$ faster", [("2.7", 2.7, "x")]),
        ("is 3.4x faster", [("3.4", 3.4, "x")]),
        ("by 3.2 percentage points over Z", [("3.2", 3.2, "points")]),
        ("costs 12{,}345 tokens", [("12{,}345", 12345.0, "tokens")]),
        ("uses 34.7K tokens", [("34.7", 34700.0, "tokens")]),
        ("succeeds in 12/15 flights", [("12", 12.0, "of 15"), ("15", 15.0, None)]),
        (
            "solves 12/15 and 10/15 tasks",
            [("12", 12.0, "of 15"), ("15", 15.0, None), ("10", 10.0, "of 15"), ("15", 15.0, None)],
        ),
        ("solves 1,240 out of 2,500", [("1,240", 1240.0, "of 2500"), ("2,500", 2500.0, None)]),
        ("solves 3 out of 4 tasks", [("3", 3.0, "of 4"), ("4", 4.0, None)]),
        ("solves 3/5 tasks", [("3", 3.0, "of 5"), ("5", 5.0, None)]),
        # A fraction is no count; nor is what is more than the whole.
        ("spends 3/4 of its time", [("3", 3.0, None), ("4", 4.0, None)]),
        ("plays 12/10", [("12", 12.0, None), ("10", 10.0, None)]),
        ("wins 3 of the 12 sets", [("3", 3.0, "of 12"), ("12", 12.0, None)]),
        ("reaches 0.71/0.83 there", [("0.71", 0.71, None), ("0.83", 0.83, None)]),
        ("reaches 45/57 ms there", [("45", 45.0, "ms"), ("57", 57.0, "ms")]),
        ("the $24/7$ service", [("24", 24.0, None), ("7", 7.0, None)]),
        ("AIME 2024/2025", [("2024", 2024.0, None), ("2025", 2025.0, None)]),
        ("a score of 41.8K", [("41.8", 41.8, "K")]),
        ("twice as fast", [("twice", 2.0, "x")]),
        ("a rate under 10^{-3}", [("10^{-3}", 0.001, None)]),
        ("a loss of $3.2\\times 10^{-4}$", [("3.2\\times 10^{-4}", 0.00032, None)]),
        ("in 2×10^5 ms", [("2×10^5", 200_000.0, "ms")]),
        ("in 2.5 x 10^3 ms", [("2.5 x 10^3", 2500.0, "ms")]),
        ("takes \\SI{40}{s} a frame", [("40", 40.0, "s")]),
        ("a ratio of $\\frac{3}{ms}$", [("3", 3.0, None)]),
        ("reaches 1e999% on Foo", []),
        (f"reaches {'9' * 400}% on Foo", []),
        ("halves the cost", [("halves", 0.5, "x")]),
        ("a two-fold gain", [("two", 2.0, "x")]),
        ("a two- to five-fold gain", [("two", 2.0, "x"), ("five", 5.0, "x")]),
        ("two to threefold gains", [("two", 2.0, "x"), ("three", 3.0, "x")]),
        ("two to three folders", []),
        ("one-third of the time", [("one-third", 1 / 3, "x")]),
        ("QWK$\\approx0.7$", [("0.7", 0.7, None)]),
        ("a change of -0.4%", [("-0.4", -0.4, "%")]),
        ("forty three percent", [("forty three", 43.0, "%")]),
        ("up by seventy-one percent", [("seventy-one", 71.0, "%")]),
        ("a ninety-fold gain", [("ninety", 90.0, "x")]),
        ("r = .77", [(".77", 0.77, None)]),
        ("sub-100 ms latency", [("100", 100.0, "ms")]),
        ("in 92 {\\mu}s or 9~$\\mu$s", [("92", 92.0, "µs"), ("9", 9.0, "µs")]),
        ("costs \\$6.50 a task", [("6.50", 6.5, "USD")]),
        ("an F1$=$72.0", [("72.0", 72.0, None)]),
        ("from 0.73$\\rightarrow$0.90 in all", [("0.73", 0.73, None), ("0.90", 0.9, None)]),
        ("between $3 and $5.5", [("3", 3.0, "USD"), ("5.5", 5.5, "USD")]),
        ("by seven points", [("seven", 7.0, "points")]),
        ("an error of 14.8 g", [("14.8", 14.8, "g")]),
        ("costs 14 cents", [("14", 14.0, "cents")]),
        ("needs 4.2 GFLOPs", [("4.2", 4.2, "GFLOPs")]),
        ("runs at 3.1 PFLOP/s", [("3.1", 3.1, "PFLOPS")]),
        ("takes 1.8 GMACs", [("1.8", 1.8, "GMACs")]),
        ("drives at 30.5 km/h", [("30.5", 30.5, "km/h")]),
        ("a force of 14.7 N", [("14.7", 14.7, "N")]),
        ("a stiffness of 3.1 N/m", [("3.1", 3.1, "N/m")]),
        ("a force of 4.5 mN", [("4.5", 4.5, "mN")]),
        ("with 14.7 N = 3", [("14.7", 14.7, None), ("3", 3.0, None)]),
        ("a score of 14.7, V is", [("14.7", 14.7, None)]),
        ("a charge of 1000 mA h", [("1000", 1000.0, "mAh")]),
        ("a latency of 120 ps", [("120", 120.0, "ps")]),
        ("an error of 0.02 p.u.", [("0.02", 0.02, "p.u.")]),
        ("only 64 GPU hours", [("64", 64.0, "GPU-hours")]),
        ("reads 20 PDF pages per second", [("20", 20.0, "pages/s")]),
        ("runs at 250+ FPS", [("250", 250.0, "FPS")]),
        ("1.2 plus-minus 0.5%", [("1.2", 1.2, "%"), ("0.5", 0.5, "%")]),
        ("31.8 $\\pm$ 2.7 dB", [("31.8", 31.8, "dB"), ("2.7", 2.7, "dB")]),
        ("a 10~100$\\times$ gain", [("10", 10.0, "x"), ("100", 100.0, "x")]),
        ("within 0.3 $\\mu$m", [("0.3", 0.3, "µm")]),
        ("within 0.3 \\mu m", [("0.3", 0.3, "µm")]),
        ("a gain of $7.5{\\times}$", [("7.5", 7.5, "x")]),
        ("it is 3.4xbetter", [("3.4", 3.4, "x")]),
        ("in 1/4 of the time", [("1/4", 0.25, "x")]),
        ("3 $~~~~~$ to $~~~~~~~~~~$ 5%", [("3", 3.0, None), ("5", 5.0, "%")]),
    ],
)
def test_a_number_is_read_with_its_unit(text, facts):
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a recall of \\SI{96.73}{\\percent}", [("96.73", 96.73, "%")]),
        ("in \\SI{40.00}{\\milli\\second} a frame", [("40.00", 40.0, "ms")]),
        ("in \\SI{3.2}{ms} only", [("3.2", 3.2, "ms")]),
        ("at \\qty[per-mode=symbol]{3.0}{\\meter\\per\\second}", [("3.0", 3.0, "m/s")]),
        ("below $\\SI{4.82}{\\gibi\\byte}$", [("4.82", 4.82, "GB")]),
        ("an area of \\SI{3.1}{\\meter\\squared}", [("3.1", 3.1, None)]),
        ("an error of \\qty{-0.4}{\\dB}", [("-0.4", -0.4, "dB")]),
        ("an error of \\num{6.47}", [("6.47", 6.47, None)]),
        ("a gain of \\num{6.47}\\,\\si{\\percent}", [("6.47", 6.47, "%")]),
        ("a factor of $\\frac{1}{N}$", [("1", 1.0, None)]),
    ],
)
def test_a_number_in_a_command_for_units_has_its_unit(text, facts):
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("cut by roughly a factor of up to 3.5.", [("3.5", 3.5, "x")]),
        ("it is by a factor of $\\sim9$ and", [("9", 9.0, "x")]),
        ("a real-time factor of 0.5", [("0.5", 0.5, None)]),
    ],
)
def test_what_something_changes_by_a_factor_of_is_times(text, facts):
    # Previously it had no unit
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("rho is $-0.83$ ($-12\\%$)", [("-0.83", -0.83, None), ("-12", -12.0, "%")]),
        ("from $3$-$5$ or 3 $-5$", [("3", 3.0, None), ("5", 5.0, None)] * 2),
    ],
)
def test_a_sign_behind_the_dollar_that_opens_maths_is_the_numbers(text, facts):
    # Previously the first was 0.83
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("$3{-}6\\times$ faster", [("3", 3.0, "x"), ("6", 6.0, "x")]),
        ("by $4\\text{-}5\\times$", [("4", 4.0, "x"), ("5", 5.0, "x")]),
        ("is $33\\text{--}180\\%$ lower", [("33", 33.0, "%"), ("180", 180.0, "%")]),
        ("$33\\%{-}50\\%$ lower", [("33", 33.0, "%"), ("50", 50.0, "%")]),
        ("$2\\times{-}3\\times$ faster", [("2", 2.0, "x"), ("3", 3.0, "x")]),
        ("$10^{5}{-}10^{6}$", [("10^{5}", 1e5, None), ("10^{6}", 1e6, None)]),
        ("($r{=}{-}0.13$)", [("-}0.13", -0.13, None)]),
        ("$\\kappa\\approx{-}0.076$", [("-}0.076", -0.076, None)]),
        ("$\\sim{-}3.1\\%$", [("-}3.1", -3.1, "%")]),
        ("$\\kappa \\approx {-}0.076$", [("-}0.076", -0.076, None)]),
        ("($r{=}{+}0.09$)", [("+}0.09", 0.09, None)]),
    ],
)
def test_a_dash_in_braces_is_a_sign_but_between_two_numbers(text, facts):
    # Previously a range was read as -6 and -5 times
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("(Foo ratio 4.1, 88% wins)", [("4.1", 4.1, None), ("88", 88.0, "%")]),
        ("an AUC of 0.86 and 77.3\\% recall", [("0.86", 0.86, None), ("77.3", 77.3, "%")]),
        ("gains of 0.5 and 2.5%", [("0.5", 0.5, "%"), ("2.5", 2.5, "%")]),
        ("gains between 0.5 and 12%", [("0.5", 0.5, "%"), ("12", 12.0, "%")]),
        ("gains of 0.9 to 21.6%", [("0.9", 0.9, "%"), ("21.6", 21.6, "%")]),
        ("an EER of 6.5% / 0.18 min-DCF", [("6.5", 6.5, "%"), ("0.18", 0.18, None)]),
        ("at $1/\\sqrt{d} \\approx 0.0007$ of all", [("1", 1.0, None), ("0.0007", 0.0007, None)]),
        ("it (SD) is 32.3 (6.0) minutes", [("32.3", 32.3, "minutes"), ("6.0", 6.0, None)]),
        ("they are 6.8 (0.3)% on Foo", [("6.8", 6.8, "%"), ("0.3", 0.3, None)]),
        ("they are 6.8 (0.3) on Foo", [("6.8", 6.8, None), ("0.3", 0.3, None)]),
    ],
)
def test_a_number_has_the_unit_that_is_its_own(text, facts):
    # Previously %, minutes and USD for the first of each pair, and none where a spread stands
    assert make_facts(text) == facts


def test_no_unit_of_the_catalogue_is_read_as_another():
    units = {entry.unit for entry in load_catalogue().entries if entry.unit}
    read = {unit: make_facts(f"a value of 14.8 {unit} here") for unit in sorted(units)}
    own = {unit: facts[0][2] or unit for unit, facts in read.items()}
    assert {unit: other for unit, other in own.items() if unit != other} == {}
    assert sum(facts[0][2] is not None for facts in read.values()) > 20


# Previously shares, as the gain behind them.
MRR = (("0.755", 0.755, None), ("0.876", 0.876, None))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("gains of 10-15%", [("10", 10.0, "%"), ("15", 15.0, "%")]),
        ("gains of 1.7--2.0$\\times$", [("1.7", 1.7, "x"), ("2.0", 2.0, "x")]),
        ("from 70.9% to 85.1%", [("70.9", 70.9, "%"), ("85.1", 85.1, "%")]),
        ("8.5 and 9.1 points, respectively", [("8.5", 8.5, "points"), ("9.1", 9.1, "points")]),
        ("58%/100% agreement", [("58", 58.0, "%"), ("100", 100.0, "%")]),
        ("costs \\$7 and 14 s", [("7", 7.0, "USD"), ("14", 14.0, "s")]),
        ("gains of 1.5, 2, 2.5%", [("1.5", 1.5, "%"), ("2", 2.0, "%"), ("2.5", 2.5, "%")]),
        ("gains of +1.5, +2.5%", [("+1.5", 1.5, "%"), ("+2.5", 2.5, "%")]),
        ("from 0 to -2.5%", [("0", 0.0, "%"), ("-2.5", -2.5, "%")]),
        ("MRR 0.755 to 0.876, +15.9%", [*MRR, ("+15.9", 15.9, "%")]),
        ("from 12.5 to -3.2%", [("12.5", 12.5, "%"), ("-3.2", -3.2, "%")]),
    ],
)
def test_both_ends_of_a_range_have_the_unit(text, facts):
    assert make_facts(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4 and MATH-500",
        "ResNet-50",
        "Pass@1",
        "3D scenes",
        "Qwen2.5-7B",
        "v1.5.2",
        "Llama-2/3",
        "x_2",
    ],
)
def test_numbers_inside_names_are_no_numbers(text):
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "number", "role"),
    [
        ("published in 2024", "2024", "year"),
        ("a model with 7B parameters", "7", "size"),
        ("trained on 30 billion tokens", "30", "size"),
        ("generating over $2 billion in sales", "2", "open"),
        ("a 128K context window", "128", "size"),
        ("see Table 3", "3", "label"),
        ("0.91 $\\pm$ 0.02", "0.02", "margin"),
        ("(p < 0.05)", "0.05", "margin"),
        ("(t = 2.3, p < 0.05)", "2.3", "margin"),
        ("$t(8) = -2.29, p = 0.051$", "-2.29", "margin"),
        ("($\\chi^2(1) = 16.4$, $p < 0.001$)", "16.4", "margin"),
        ("Kruskal-Wallis H=86.18, p less than 0.01", "86.18", "margin"),
        ("an effect (d = 0.41, p = 0.01)", "0.41", "open"),
        ("a fidelity of F = 0.98 and", "0.98", "open"),
        ("a set of 239 problems", "239", "count"),
        ("accuracy of 71.4", "71.4", "open"),
        ("HR = 3.34, 95% CI = 2.28-4.90", "3.34", "open"),
        ("HR = 3.34, 95% CI = 2.28-4.90", "95", "margin"),
        ("$r=0.53$, 90\\% confidence interval [0.4, 0.6]", "0.53", "open"),
        ("with 90 and 95% confidence intervals", "90", "margin"),
        ("agreement is 81.5% [78.2%, 84.0%] here", "78.2", "margin"),
        ("agreement is 81.5% [78.2%, 84.0%] here", "81.5", "open"),
        ("a gap of 0.01 points (-0.12 to 0.13).", "0.13", "margin"),
        ("at $7.7\\%$ ($7.0$--$8.3\\%$) on", "8.3", "margin"),
        ("bootstrap 95% interval 0.2269 to 0.2489", "0.2489", "margin"),
        ("a 95% interval [0.03, 0.34] here", "0.34", "margin"),
        ("a gain of 12.8% (37.2% to 50.0%)", "37.2", "open"),
        ("grows by 30.2% (24.1% to 54.3%) over", "24.1", "open"),
        ("grows by 20.0 points (13.3 to 33.3)", "33.3", "open"),
        ("is 85.0 on (80, 90)", "80", "open"),
        ("a kappa of 0.21 (0.12, 0.31)", "0.31", "margin"),
        ("a difference of 0.05 (0.02 to 0.08)", "0.08", "margin"),
        ("a bias of 5.0 mm (2.5 to 7.5)", "2.5", "margin"),
        ("across input lengths from 71.2 to 62.1 F1", "71.2", "open"),
        ("up to 0.38 (+0.08, +30.0%) on", "+30.0", "open"),
        ("for A, B and C (26.1-54.2%)", "26.1", "open"),
        ("images of $512 \\times 640$ pixels", "512", "size"),
        ("images of $512 \\times 640$ pixels", "640", "size"),
        ("a 6$\\times$7 board", "7", "size"),
        ("of ${512}{\\times}{640}$", "640", "size"),
        ("it is 5$\\times$ faster than 3", "5", "open"),
        ("a 4.2$\\times$ to 6.1$\\times$ speed-up", "6.1", "open"),
        ("under CC BY-NC-SA 4.0 by us", "4.0", "label"),
        ("under the Apache 2.0 license", "2.0", "label"),
        ("a CC-BY score of 4.0", "4.0", "open"),
    ],
)
def test_a_number_carries_what_it_is_by_its_wording(text, number, role):
    assert make_roles(text)[number] == role


def test_a_gain_is_a_delta_a_factor_a_ratio_and_a_score_absolute():
    kinds = [n.kind for n in find_numbers("71.2% accuracy, up by 3.1%, and 2x faster")]
    assert kinds == [ResultKind.ABSOLUTE, ResultKind.DELTA, ResultKind.RATIO]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It needs 40% fewer steps.", ResultKind.DELTA),
        ("We see a 7% relative improvement.", ResultKind.DELTA),
        ("Foo is 3.2 points ahead.", ResultKind.DELTA),
        ("It has 40% of errors, and fewer steps.", ResultKind.ABSOLUTE),
        ("It has an accuracy of 40%. Gains are small.", ResultKind.ABSOLUTE),
    ],
)
def test_a_number_is_a_difference_where_the_words_behind_it_say_so(text, kind):
    assert [n.kind for n in find_numbers(text)] == [kind]


@given(st.text(alphabet=st.sampled_from("0123456789.,-$%\\ xKfoldtwice{}^_/()\n"), max_size=80))
def test_any_text_gives_ordered_numbers_that_lie_in_it(text):
    numbers = find_numbers(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numbers)
    assert all(a.end <= b.start for a, b in pairwise(numbers))


@pytest.mark.parametrize(
    "text",
    [
        "71.3 ± 0.4",
        "71.3% (std 0.4)",
        "71.3 (SD = 0.4)",
        "71.3 with a standard deviation of 0.4%",
        "71.3 and a variance of 0.4",
        "71.3$\\pm$0.4",
        "71.3 (std. dev. 0.4)",
    ],
)
def test_a_spread_is_no_score(text):
    assert possible(find_numbers(text)) == [71.3]


@pytest.mark.parametrize(
    "text", ["ranking 1-st on it", "ranked #2 of all", "placed 3rd", "in 1st place"]
)
def test_a_place_on_a_list_is_no_score(text):
    assert not possible(find_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "under PGD (epsilon = 0.031)",
        "for $\\varepsilon=4$",
        "with ε_train = 8/255",
        "at {\\alpha}=0.1",
        "for $\\lambda \\in \\{0.1, 0.5, 1.0\\}$",
        "(lr=1e-4)",
        "a learning rate of 0.1",
        "at temperature 0.7",
        "at temperature zero",
        "with a dropout of 0.2",
        "at batch sizes of 64",
        "at sparsity levels from 12.5% to 37.5%",
        "with chain depths up to 511",
        "over an energy range from 100 GeV to 200 PeV",
        "at each tested concurrency from 4 to 64",
        "by best-of-N ($k = 16$)",
        "at T=0",
    ],
)
def test_a_setting_is_no_score(text):
    assert not possible(find_numbers(f"{text}, it is 71.3 here")[:-1])
    assert possible(find_numbers(f"{text}, it is 71.3 here"))[-1] == 71.3


@pytest.mark.parametrize(
    "text",
    ["in unsafe contexts from 4.2% to 76.5%", "horizons up to 4.2 times and 76.5% better"],
)
def test_a_share_or_a_factor_at_what_may_be_set_is_a_score(text):
    assert possible(find_numbers(text)) == [4.2, 76.5]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("over 12-, 18-, and 24-month spans", [24.0]),
        ("under 500- and 750-token budgets", [750.0]),
        ("an 8- to 24-fold cut", [8.0, 24.0]),
        ("5- and 10-fold gains", [5.0, 10.0]),
        ("fourth on Tasks 2.1 and 2.2", []),
        ("first on Tracks 1, 2, 3, and 4", []),
        ("peaks at layers 8-11 and Grades 4, 8, and 12", []),
        ("in weeks 3 and 4, Studies 1--2", []),
        ("on questions 2-4 times longer", [2, 4]),
        ("for groups 2, 3, and 4 times larger", [2, 3, 4]),
        ("in rounds 7, 15, and 18% gains", [7, 15, 18]),
        ("from levels 3 to 1.5", [1.5]),
        ("for levels 3, 71.2 in all", [71.2]),
        ("by Theorems 5 and 6", []),
        ("It wins at 71.2 and 64.1", [71.2, 64.1]),
    ],
)
def test_a_number_left_hanging_and_the_second_of_two_labels_are_no_scores(text, numbers):
    # Previously "12-, 18-, and 24-month AUCs" was an AUC of 12
    assert possible(find_numbers(text)) == numbers


@pytest.mark.parametrize(
    "text",
    [
        *("$r = 0.7$", "\u03c1 = 0.7", "κ = 0.7", "Krippendorff's {\\alpha} = 0.7"),
        *(
            "Cohen's k = 0.7",
            "k = 0.7",
            "$R^2$ = 0.7",
            "d = 0.7",
            "AUC = 0.7",
            "\\b{eta} = 0.7",
            "τ = 0.7",
        ),
        *("Cronbach alpha = 0.7", "reliability (\\alpha = 0.7)", "a temperature of 0.7 °C"),
        *("lowers the temperature 0.7 points", "$T = 0.7$ ms", "a batch size 0.7% larger"),
    ],
)
def test_what_is_named_by_a_letter_may_be_a_score(text):
    assert possible(find_numbers(text)) == [0.7]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("at the 87th percentile", 87.0),
        ("in the 98.2nd percentile", 98.2),
        ("a 99.9th-percentile latency", 99.9),
    ],
)
def test_a_percentile_is_a_score(text, value):
    assert possible(find_numbers(text)) == [value]


@pytest.mark.parametrize("text", ["9" * 5000 + " of 3", "1/1" + ",000" * 2000])
def test_a_wall_of_digits_is_no_count(text):
    assert not any((number.unit or "").startswith("of ") for number in find_numbers(text))
