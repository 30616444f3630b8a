"""The HTML report in a real browser: what a reader sees, finds and can do, and what it must never do."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from browser import Browser, start
from conftest import IX2, ROOT, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands import Commands
    from conftest import Run

I7, I4 = "bmw/i7-xdrive60", "bmw/i4-m50"
HOSTILE = (
    '</script><script>document.title = "broken"</script><!-- <img src=x onerror=alert(1)> \u2028 \u202e &amp;'
)

VEHICLE = f"DATA.vehicles.find(each => each.sheet === '{I7}')"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = start(tmp_path_factory.mktemp("browser"))
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Path:
    """The report on our sheets with faults in four of them."""
    root = tmp_path_factory.mktemp("report")
    shutil.copytree(ROOT / "specs", root / "specs")
    sheets = Sheets(root)
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    sheets.edit(I7, '"acceleration_0_100_kmh": {"s": 4.7}', '"acceleration_0_100_kmh": {"s": 47}')
    sheets.edit(
        "bmw/i5-m60-xdrive", '"acceleration_0_100_kmh": {"s": 3.8}', '"acceleration_0_100_kmh": {"s": 38}'
    )
    document = json.loads(sheets.file(I4).read_text(encoding="utf-8"))
    document["variant"] = HOSTILE
    sheets.file(I4).write_text(json.dumps(document, indent=2), encoding="utf-8")
    status, out, err = commands.run(["report", "-o", "report.html"], root, {}, b"")
    assert (status, out) == (0, b""), err
    return root / "report.html"


def test_the_first_screen_ranks_the_odd_vehicles_with_the_stated_and_the_right_figure(
    browser: Browser, page: Path
) -> None:
    browser.show(page)
    (heading,) = browser.texts("h1")
    rows = browser.texts("#list > li")
    assert heading.endswith("of 49 vehicles are odd")
    (ix2,) = (row for row in rows if "iX2" in row)
    assert ix2.split("\n")[:2] == ["error", "BMW iX2 xDrive30 U10 eu"]
    assert "stated 346 lb-ft, should be 364 lb-ft" in ix2
    assert "torque 494 Nm is 364 lb-ft, not 346" in ix2
    levels = [row.split("\n")[0] for row in rows]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_nothing_is_asked_for_and_nothing_complained_about(browser: Browser, page: Path) -> None:
    browser.requests()
    browser.complaints()
    browser.show(page)
    browser.ask("DATA.vehicles.forEach(open)")
    assert browser.complaints() == []
    assert {address.split("?")[0] for address in browser.requests()} == {page.as_uri()}


def test_a_script_that_is_not_the_page_s_own_is_not_run(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.driver.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        "document.body.append(script)"
    )
    assert browser.ask("window.ran") is None
    assert any("Content Security Policy" in each for each in browser.complaints())


def test_text_from_sheets_stays_text(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.ask("DATA.vehicles.forEach(open)")
    assert browser.ask("document.title") == browser.texts("h1")[0]
    assert browser.ask("document.querySelectorAll('img, iframe, object, embed').length") == 0
    scripts = browser.ask("document.scripts.length")
    assert scripts == page.read_text(encoding="utf-8").count("<script")
    browser.fill("search", "onerror")
    (row,) = browser.texts("#list > li")
    assert '</script><script>document.title = "broken"</script><!-- <img src=x onerror=alert(1)>' in row
    assert "\\u2028 \\u202e &amp;" in row


def test_search_and_filters_leave_what_matches_and_say_how_many(browser: Browser, page: Path) -> None:
    browser.show(page)
    every = len(browser.texts("#list > li"))
    browser.fill("rule", "conversion-mismatch")
    assert [row.split("\n")[1] for row in browser.texts("#list > li")] == ["BMW iX2 xDrive30 U10 eu"]
    assert browser.texts("#shown") == ["1 vehicle, the worst first"]
    browser.fill("rule", "")
    browser.fill("level", "warning")
    (row,) = browser.texts("#list > li")
    assert row.startswith("warning\nBMW i5 M60")
    browser.fill("search", "none such")
    assert browser.texts("#list > li") == []
    assert "reset the filters" in browser.texts("#shown")[0]
    browser.driver.find_element("css selector", "button[type=reset]").click()
    assert len(browser.texts("#list > li")) == every
    browser.fill("scope", "all")
    browser.fill("search", "tesla model")
    assert all("clean" in row and "Tesla" in row for row in browser.texts("#list > li"))


def test_each_choice_says_how_many_vehicles_it_leaves_of_those_that_match_the_others(
    browser: Browser, page: Path
) -> None:
    browser.show(page)
    (heading,) = browser.texts("h1")
    odd = int(heading.split()[0])
    assert browser.texts("#shown") == [f"{odd} vehicles, the worst first"]
    assert browser.ask("document.getElementById('level').selectedOptions[0].text") == (
        f"error or warning ({odd})"
    )
    for name in ("make", "rule", "level", "scope"):
        for value, text in browser.ask(
            f"[...document.getElementById('{name}')].map(each => [each.value, each.text])"
        ):
            browser.fill(name, value)
            shown = browser.texts("#shown")[0].split()[0]
            assert text == "All" or text.endswith(f"({shown})"), (name, text)
            browser.fill(name, browser.ask(f"DEFAULTS.{name}"))
    browser.fill("rule", "conversion-mismatch")
    assert browser.ask("[...document.getElementById('make')].map(each => each.text)") == ["All", "BMW (1)"]


def test_the_address_keeps_what_is_shown(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.fill("rule", "conversion-mismatch")
    browser.fill("search", "xDrive30 & more=less")
    address = browser.driver.current_url
    browser.driver.get("about:blank")
    browser.driver.get(address)
    assert browser.ask(
        "[document.getElementById('rule').value, document.getElementById('search').value]"
    ) == [
        "conversion-mismatch",
        "xDrive30 & more=less",
    ]
    browser.fill("search", "xdrive30")
    assert len(browser.texts("#list > li")) == 1


def test_a_vehicle_opens_to_its_source_lines_and_its_place_in_each_band(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.ask(f"open({VEHICLE})")
    entry = browser.texts("#list > li:has(details[open])")[0]
    assert "specs/bmw/i7-xdrive60.json:22:37" in entry
    assert '"acceleration_0_100_kmh": {"s": 47}' in entry
    assert browser.texts("#list details[open] mark")[0] == "47"
    rows = [text.split("\t") for text in browser.texts("#list details[open] tbody tr")]
    words = {row[0]: row[-1] for row in rows}
    assert words.pop("0-100 km/h") == "above"
    assert set(words.values()) == {"inside"}
    # a finding on a figure inside its range does not say that it fits
    figure = "{wrong: new Set(['power']), known: new Set()}, 'power', {value: 2, low: 1, high: 3}"
    assert browser.ask(f"sideOf({figure})") == "inside: the finding on it has another reason"


def test_the_outlier_is_named_in_the_chart_above_its_own_range(browser: Browser, page: Path) -> None:
    browser.show(page)
    assert browser.texts("#chart-acceleration .name") == ["BMW i7 xDrive60 G70 eu"]
    browser.driver.find_element("css selector", "#chart-acceleration details summary").click()
    rows = browser.texts_once_there("#chart-acceleration tbody tr")
    assert rows[0].startswith("BMW i7 xDrive60")
    assert rows[0].endswith("a finding is on it")
    low, high = browser.ask(
        f"(({{low, high}}) => [low, high])({VEHICLE}.figures.get('acceleration_0_100_kmh'))"
    )
    assert low < 4.7 < high < 47
    assert len(rows) > 10


def test_a_chart_that_has_no_data_is_not_drawn_and_says_why(browser: Browser, page: Path) -> None:
    browser.show(page)
    (reason,) = browser.texts("#undrawn li")
    assert reason.startswith(
        "CO₂ against consumption is not drawn: 1 vehicle states consumption and CO₂ of one"
    )
    assert browser.ask("document.getElementById('chart-co2-petrol')") is None


def test_the_keyboard_leads_from_car_to_car_and_to_the_findings(browser: Browser, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.show(page)
    browser.ask("document.querySelector('#chart-acceleration .plot-area').focus()")
    browser.press(Keys.HOME)
    first = browser.texts("#chart-acceleration .tip b")
    browser.press(Keys.ARROW_RIGHT)
    assert browser.texts("#chart-acceleration .tip b") not in ([], first)
    browser.press(Keys.ARROW_DOWN)
    assert browser.texts("#chart-acceleration .tip b") == ["BMW i7 xDrive60 G70 eu"]
    assert "47 s" in browser.ask("document.querySelector('#chart-acceleration [role=status]').textContent")
    browser.press(Keys.ENTER)
    assert browser.ask("document.activeElement.closest('li').id") == browser.ask(
        f"`vehicle-${{{VEHICLE}.number}}`"
    )
    assert browser.ask("document.activeElement.closest('details').open") is True


def test_the_pointer_shows_a_vehicle_and_a_click_opens_it(browser: Browser, page: Path) -> None:
    from selenium.webdriver import ActionChains

    browser.show(page)
    point = browser.driver.find_elements("css selector", "#chart-acceleration svg g:last-of-type circle")[-1]
    browser.driver.execute_script(
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", point
    )
    ActionChains(browser.driver, duration=0).move_to_element(point).perform()
    assert browser.texts("#chart-acceleration .tip b") == ["BMW i7 xDrive60 G70 eu"]
    ActionChains(browser.driver, duration=0).click().perform()
    assert browser.texts("#list details[open] h3") == ["BMW i7 xDrive60 G70 eu"]


def test_everything_has_a_name_for_screen_readers(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.ask("DATA.vehicles.slice(0, 3).forEach(open)")
    assert browser.ask("['header', 'nav', 'main', 'footer'].every(name => document.querySelector(name))")
    assert browser.ask("[...document.querySelectorAll('input, select')].every(each => each.labels.length)")
    assert browser.ask("[...document.querySelectorAll('table')].every(each => each.caption && each.tHead)")
    assert browser.ask("[...document.querySelectorAll('[role=application]')].every(each => each.ariaLabel)")
    assert browser.ask("[...document.querySelectorAll('section')].every(each => each.querySelector('h2'))")
    assert browser.ask(
        "[...document.querySelectorAll('figure')].every(each => each.querySelector('details summary'))"
    )
    assert browser.ask("document.documentElement.lang") == "en"


@pytest.mark.parametrize("width", [390, 1400])
def test_no_page_is_wider_than_the_screen(browser: Browser, page: Path, width: int) -> None:
    browser.show(page, width=width)
    browser.ask("DATA.vehicles.slice(0, 3).forEach(open)")
    assert browser.ask("document.documentElement.scrollWidth") <= width


def contrast(browser: Browser, selector: str) -> float:
    """The ratio of luminance of a text to that of the page, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        numbers = [float(each) / 255 for each in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in numbers]
        return sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    text = browser.ask(f"getComputedStyle(document.querySelector({selector!r})).color")
    back = browser.ask("getComputedStyle(document.body).backgroundColor")
    dark, light = sorted((luminance(text), luminance(back)))
    return (light + 0.05) / (dark + 0.05)


def test_light_and_dark_follow_the_system_and_the_switch_and_can_be_read(
    browser: Browser, page: Path
) -> None:
    backs = []
    for theme, other in (("light", "dark"), ("dark", "light")):
        browser.show(page, theme=theme)
        backs.append(browser.ask("getComputedStyle(document.body).backgroundColor"))
        for selector in (
            "h1",
            "#counts",
            ".level.error",
            "nav a",
            ".values .stated",
            ".values .right",
            ".reason",
        ):
            assert contrast(browser, selector) >= 4.5, (theme, selector)
        browser.fill("theme", other)
        backs.append(browser.ask("getComputedStyle(document.body).backgroundColor"))
    assert backs[0] == backs[3] != backs[1] == backs[2]


def test_on_paper_the_findings_are_open_and_the_controls_gone(browser: Browser, page: Path) -> None:
    browser.show(page, theme="dark")
    driver = browser.driver
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert browser.texts("nav, form, button, select, .bands") == []
    assert len(browser.texts(".findings")) == len(browser.texts("#list > li")) > 1
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(252, 252, 251)"
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert browser.texts(".findings") == []
    assert base64.b64decode(driver.print_page()).startswith(b"%PDF")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Path:
    """The report on sheets of which the baseline knows two faults; one is accepted, and one is new."""
    root = tmp_path_factory.mktemp("known")
    shutil.copytree(ROOT / "specs", root / "specs")
    sheets = Sheets(root)
    sheets.edit(I7, '"acceleration_0_100_kmh": {"s": 4.7}', '"acceleration_0_100_kmh": {"s": 47}')
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    assert commands.run(["baseline"], root, {}, b"")[0] == 0
    accepted = "bmw/i3s-120-ah"
    sheets.edit(accepted, '"PS": 184', '"PS": 148')
    sheets.edit("bmw/x2-sdrive18d", '"PS": 150', '"PS": 105')
    (root / "speclint.toml").write_text(
        'baseline = "speclint-baseline.json"\n'
        f'[[accept]]\nrule = "conversion-mismatch"\nsheet = "{accepted}"\nreason = "as printed"\n',
        encoding="utf-8",
    )
    status, _, err = commands.run(["report", "-o", "report.html"], root, {}, b"")
    assert status == 0, err
    return root / "report.html"


def test_known_and_accepted_findings_are_counted_apart_and_can_be_shown(
    browser: Browser, known: Path
) -> None:
    browser.show(known)
    assert browser.texts("h1") == ["1 of 49 vehicles has new findings"]
    (counts,) = browser.texts("#counts")
    assert counts.endswith("are new; 2 findings known in the baseline; 1 finding accepted.")
    (new,) = browser.texts("#list > li h3")
    assert new.startswith("BMW X2 sDrive18d")
    browser.fill("scope", "known")
    assert {row.split("\n")[2].split()[1] for row in browser.texts("#list > li")} == {"i7", "iX2"}
    assert all(row.startswith(("error\nknown\n", "warning\nknown\n")) for row in browser.texts("#list > li"))
    browser.fill("scope", "accepted")
    browser.driver.find_element("css selector", "#list summary").click()
    (row,) = browser.texts("#list > li")
    assert "accepted: as printed" in browser.texts_once_there("#list .findings")[0]
    assert "i3s 120 Ah" in row


def test_a_known_outlier_is_no_clean_one_in_the_chart(browser: Browser, known: Path) -> None:
    browser.show(known)
    assert "with a known or accepted finding on one" in browser.texts("#legend")[0]
    assert [name.split()[1] for name in browser.texts("#chart-acceleration .name")] == ["i7"]
    browser.driver.find_element("css selector", "#chart-acceleration details summary").click()
    rows = browser.texts_once_there("#chart-acceleration tbody tr")
    assert all(row.endswith("a known or accepted finding is on it") for row in rows[:1])


PROFILE = (
    '[sheets]\nfiles = ["cars.ndjson"]\n[identity]\nmake = "make"\nmodel = "model"\nvariant = "variant"\n'
    '[quantities]\npower = { kW = "kW", hp = "hp" }\nmass_kerb = { kg = "kg" }\n'
)


def test_vehicles_of_one_model_with_the_same_fault_are_one_row_that_opens_to_them(
    browser: Browser, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    rows = [("Nevera", f"Nevera R{n}", 100 + n, 243 + n) for n in range(2)] + [("Two", "S", 100, 143)]
    cars = [{"make": "A", "model": m, "variant": v, "kW": kw, "hp": hp, "kg": 1500} for m, v, kw, hp in rows]
    (tmp_path / "cars.ndjson").write_text("".join(f"{json.dumps(car)}\n" for car in cars), encoding="utf-8")
    assert run("report", "-o", "report.html").status == 0
    browser.show(tmp_path / "report.html")
    assert browser.texts("#list > li h3") == ["A Nevera, 2 vehicles", "A Two S"]
    assert browser.texts("#shown") == ["3 vehicles, the worst first"]
    browser.driver.find_element("css selector", "#list summary").click()
    # no word of a name is repeated
    assert browser.texts_once_there("#list ol h3") == [f"A Nevera R{n}" for n in range(2)]
    browser.show(tmp_path / "report.html")
    browser.ask("open(DATA.vehicles.find(each => each.title === 'A Nevera R1'))")
    assert browser.ask("document.activeElement.innerText").split("\n")[1] == "A Nevera R1"


def test_a_table_of_a_chart_has_the_width_of_the_page(browser: Browser, page: Path) -> None:
    browser.show(page)
    browser.driver.find_element("css selector", "#chart-acceleration details summary").click()
    assert browser.texts_once_there("#chart-acceleration table")
    assert browser.ask(
        "(each => each.scrollWidth <= each.clientWidth)"
        "(document.querySelector('#chart-acceleration .scroll'))"
    )


def test_on_a_narrow_screen_no_name_covers_the_labels_of_a_family(browser: Browser, page: Path) -> None:
    script = "(DATA.vehicles.forEach(each => each.wrong.add('power')), addFamilies()[0]())"
    for width, is_named in ((1400, True), (390, False)):
        browser.show(page, width=width)
        browser.ask(script.replace("addFamilies", "(byId('family').replaceChildren(), addFamilies)"))
        assert bool(browser.texts("#family .name")) is is_named
    assert browser.texts("#chart-acceleration .name")[0].startswith("BMW i7")


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True)


def test_a_change_is_shown_with_both_values_and_from_where_a_vehicle_moved(
    browser: Browser, tmp_path: Path, run: Run, sheets: Sheets
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Before")
    sheets.edit(I7, '"acceleration_0_100_kmh": {"s": 4.7}', '"acceleration_0_100_kmh": {"s": 5.7}')
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    git(tmp_path, "commit", "--quiet", "--all", "--message", "After")
    assert run("report", "HEAD~1..HEAD", "-o", "report.html").status == 0
    browser.complaints()
    browser.show(tmp_path / "report.html")
    assert browser.texts("h1") == ["2 of 2 vehicles that changed are odd"]
    # the direction of the change, never an arrow from the wrong figure to the right one
    assert browser.texts("#list .values") == ["364 → 346 lb-ft, should be 364 lb-ft"]
    assert browser.texts("#origin")[0].split(" · ")[1].startswith("HEAD~1 is ")
    browser.ask(f"open({VEHICLE})")
    assert "0-100 km/h\t4.7 s\t5.7 s\t+1.0 s (+21 %)" in browser.texts("#list tbody tr")[0]
    assert (
        browser.ask("document.querySelectorAll('#chart-acceleration svg [aria-label=link] path').length") == 1
    )
    assert browser.ask("document.getElementById('families').hidden") is True
    assert browser.complaints() == []
