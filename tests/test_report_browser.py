"""The report in Debian's Chromium, headless: it shows what it should, does what it says, and trusts no page."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from extractor import analyse

webdriver = pytest.importorskip("selenium.webdriver")
pytest.importorskip("jinja2")

import test_fixtures
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys

from extractor.addresses import joined
from extractor.assemble import body_text
from extractor.explain.compare import compare
from extractor.explain.page import report
from extractor.explain.view import explain
from extractor.structure import passages_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
FOUNDING = FIXTURES / "founding.html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1100,900", "--disable-gpu")

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no browser and driver")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(60)
    yield SimpleNamespace(driver=driver, downloads=downloads)
    driver.quit()


@pytest.fixture
def show(browser, tmp_path):
    """Return a function that opens the report of a page."""

    def opened(source: bytes, name: str = "page.html", url: str | None = None, comparisons=()):
        target = tmp_path / "why.html"
        html = report(explain(source, url), source, name, comparisons)
        target.write_bytes(html.encode("utf-8", "backslashreplace"))
        browser.driver.get(target.as_uri())
        return browser.driver

    yield opened
    assert browser.driver.get_log("browser") == []  # no error, and nothing that the policy had to stop


def run(driver, code: str, *arguments):
    return driver.execute_script(f"const find = (id) => document.getElementById(id); {code}", *arguments)


def visible(driver) -> list[int]:
    return run(driver, "return [...document.querySelectorAll('#list li:not([hidden])')].map(li => +li.id.slice(1))")


def choose(driver, field: str, value: str) -> None:
    code = "const field = find(arguments[0]); field.value = arguments[1];"
    run(driver, f"{code} field.dispatchEvent(new Event('input', {{bubbles: true}}))", field, value)


def press(driver, button: str) -> None:
    run(driver, "find(arguments[0]).scrollIntoView({block: 'center'})", button)
    driver.find_element("id", button).click()


def furnished(driver, index: int):
    """Return the chart of a block once it is drawn."""
    run(driver, "find(`b${arguments[0]}`).scrollIntoView()", index)
    return until(lambda: driver.find_elements("css selector", f"#b{index} .terms"))[0]


def mark(driver, *indices: int) -> None:
    code = "for (const index of arguments[0]) document.querySelector(`#b${index} .mark`).click()"
    run(driver, f"dispatchEvent(new Event('beforeprint')); {code}", indices)


def until(condition):
    """Wait for what is bound to come."""
    for _ in range(200):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came")


# --- what it shows


def test_the_founding_page(show):
    source = FOUNDING.read_bytes()
    explanation = explain(source)
    driver = show(source, "founding.html")
    assert driver.title == "Why: founding.html"
    assert run(driver, "return performance.getEntriesByType('resource').length") == 0
    rows = run(driver, "return [...document.querySelectorAll('#list li')].map(li => [li.className, li.dataset.label])")
    assert [(kinds.split()[0] == "kept", label) for kinds, label in rows] == [
        (block.kept, block.label) for block in explanation.blocks
    ]
    shown = driver.find_element("tag name", "main").text
    assert "Rule: same words as the block in line 9" in shown
    assert re.search(r"The Daily Post text line 2, 0\.\d+", shown)
    chart, first = furnished(driver, 0).text, explanation.blocks[0]
    told = f"bias {explanation.bias:+.2f}, others "
    assert chart.replace("−", "-").startswith(told)
    assert chart.replace("−", "-").split(maxsplit=6)[6].split() == [
        part for term in first.terms for part in (term.feature, f"{term.value:+.2f}")
    ]
    assert run(driver, "return getComputedStyle(find('b0')).borderInlineStartStyle") == "dashed"
    assert run(driver, "return getComputedStyle(find('b10')).borderInlineStartStyle") == "solid"


def test_5000_blocks(show):
    prose = "The harbour board met on Monday and agreed that crane number {} should stay where it is for now."
    rows = [f"<p>{prose.format(number)}</p>" for number in range(4_900)]
    rows += [f"<ul><li><a href=/{number}>Pier {number}</a></li></ul>" for number in range(100)]
    driver = show(f"<title>Cranes</title><article>{''.join(rows)}</article>".encode())
    total = len(visible(driver))
    assert total >= 5_000
    assert len(driver.find_elements("css selector", ".terms")) < 500  # drawn when they come near
    choose(driver, "search", "number 4321 ")
    (found,) = visible(driver)
    assert "4321" in driver.find_element("id", f"b{found}").text
    assert furnished(driver, found)
    choose(driver, "search", "")
    assert len(visible(driver)) == total


# --- what it does


def test_filters(show):
    source = FOUNDING.read_bytes()
    blocks = explain(source).blocks
    driver = show(source)
    choose(driver, "label", "related")
    assert visible(driver) == [block.index for block in blocks if block.label == "related"]
    choose(driver, "search", "VACCINATORS")
    assert visible(driver) == [block.index for block in blocks if "vaccinators" in block.text.lower()]
    assert driver.find_element("id", "shown").text == f"{len(visible(driver))} of {len(blocks)} blocks"
    choose(driver, "search", "")
    choose(driver, "label", "")
    choose(driver, "verdict", "kept")
    assert visible(driver) == [block.index for block in blocks if block.kept]
    choose(driver, "verdict", "")
    driver.find_element("id", "menus").click()
    assert visible(driver) == [block.index for block in blocks if not block.is_navigation]
    assert not {2, 3, 4, 5} & set(visible(driver))


def test_jumps_to_the_blocks_that_were_dropped_inside_the_body(show):
    source = (FIXTURES / "html-newsletter-in-body.html").read_bytes()
    inside = [block.index for block in explain(source).blocks if block.in_body and not block.kept]
    driver = show(source)
    assert inside
    for index in (*inside, inside[0]):
        driver.find_element("id", "jump").click()
        assert driver.switch_to.active_element.get_attribute("id") == f"b{index}"
    assert run(show(FOUNDING.read_bytes()), "return find('jump').disabled")


def test_keys(show):
    driver = show(FOUNDING.read_bytes())

    def typed(keys: str) -> str:
        driver.switch_to.active_element.send_keys(keys)
        return driver.switch_to.active_element.get_attribute("id")

    assert [typed(key) for key in "jjjk"] == ["b0", "b1", "b2", "b1"]
    assert typed("m") == "b1"
    assert driver.find_element("css selector", "#b1 .mark").get_attribute("aria-pressed") == "true"
    assert driver.find_element("id", "marks").text == "1 of 50 blocks"
    choose(driver, "verdict", "marked")
    assert visible(driver) == [1]
    assert typed("m") == "b1"
    assert driver.find_element("id", "marks").text == "nothing"
    assert typed("/") == "search"
    assert typed("jm/") == "search"
    assert driver.find_element("id", "search").get_attribute("value") == "jm/"
    assert typed(Keys.TAB) == "menus"


def test_prints_all_charts_and_no_controls(show):
    driver = show((FIXTURES / "html-comments.html").read_bytes())
    driver.execute_cdp_cmd("Page.printToPDF", {})
    rows, charts = (driver.find_elements("css selector", name) for name in ("#list li", "#list li .terms"))
    assert len(rows) == len(charts)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert run(driver, "return getComputedStyle(find('tools')).display") == "none"
        assert run(driver, "return getComputedStyle(document.querySelector('.mark')).display") == "none"
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


# --- the corrected fixture


def is_complete(path: Path) -> bool:
    """Whether a file has been downloaded: the browser makes an empty one first."""
    return path.is_file() and path.stat().st_size > 0


def downloaded(browser, name: str) -> tuple[Path, Path]:
    """Download both files under a name and return where they are."""
    driver, found = browser.driver, []
    choose(driver, "name", name)
    choose(driver, "why", "what went wrong")
    for button in ("save-page", "save-expected"):  # real clicks: a page may not start several downloads by itself
        press(driver, button)
    for suffixes in ((".html", ".txt"), (".json",)):
        places = [browser.downloads / f"{name}{suffix}" for suffix in suffixes]
        found.append(until(lambda places=places: next(filter(is_complete, places), None)))
    return found[0], found[1]


@pytest.mark.parametrize(
    "name",
    [
        *("founding.html", "founding.txt", "verse.txt", "html-japanese-newspaper.html", "html-german-latin1.html"),
        *("html-documentation-table.html", "html-product-json-ld-only.html", "html-figure-code.html"),
        *("html-line-breaks.html", "html-nested-tables.html"),
    ],
)
def test_a_download_is_a_fixture(show, browser, name: str):
    path = FIXTURES / name
    source = path.read_bytes()
    show(source, name)
    page, expected = downloaded(browser, f"as-it-is-{path.stem}-{path.suffix[1:]}")
    assert page.read_bytes() == source
    test_fixtures.test_fixture(page)

    analysis = analyse(source)
    wrong = np.flatnonzero(np.random.default_rng(1).random(len(analysis.document)) < 0.4).tolist()
    mark(browser.driver, *wrong)
    page, expected = downloaded(browser, f"corrected-{path.stem}-{path.suffix[1:]}")
    kept = analysis.labels.kept.copy()
    kept[wrong] ^= True
    data = json.loads(expected.read_text(encoding="utf-8"))
    assert data["article"]["text"] == body_text(passages_of(analysis.document, kept, ()))
    if page.suffix == ".txt":
        right = [label for index, label in enumerate(analysis.labels.names) if index not in wrong]
        assert [label for index, label in enumerate(data["labels"]) if index not in wrong] == right
        assert all((data["labels"][index] == "body") == kept[index] for index in wrong)
    with pytest.raises(AssertionError, match="text"):  # which is what a fixture of a page gone wrong is for
        test_fixtures.test_fixture(page)
    before = json.loads(expected.with_name(f"as-it-is-{path.stem}-{path.suffix[1:]}.json").read_text(encoding="utf-8"))
    before["article"]["text"] = data["article"]["text"]
    assert before | {"labels": data.get("labels")} == data | {"labels": data.get("labels")}


def test_a_fixture_needs_a_name_and_a_reason(show, browser):
    driver = show(FOUNDING.read_bytes(), "Some page (1).HTML", "https://news.example/a")
    assert driver.find_element("id", "name").get_attribute("value") == "some-page-1"
    before = set(browser.downloads.iterdir())
    press(driver, "save-expected")
    assert run(driver, "return document.activeElement.id") == "why"
    choose(driver, "name", "../up")
    choose(driver, "why", "a reason")
    press(driver, "save-expected")
    assert run(driver, "return document.activeElement.id") == "name"
    assert set(browser.downloads.iterdir()) == before
    _, expected = downloaded(browser, "with-url")
    assert json.loads(expected.read_text(encoding="utf-8"))["url"] == "https://news.example/a"


def test_a_corrected_fixture_becomes_training_data(show, browser, tmp_path, monkeypatch):
    import align
    import bench

    import fixtures

    source = FOUNDING.read_bytes()
    show(source)
    mark(browser.driver, 8, 19)
    downloaded(browser, "to-fit-on")
    monkeypatch.setattr(fixtures, "FOLDER", browser.downloads)
    monkeypatch.setattr("sys.argv", ["fixtures.py", "to-fit-on", "--set", str(tmp_path / "own")])
    fixtures.main()
    (page,) = bench.load(tmp_path / "own")
    assert page.source == source
    blocks = [block.text for block in explain(source).blocks]
    wanted = align.label(blocks, page.truth["text"])
    assert [index for index in range(10, len(blocks)) if wanted[index]] == list(range(10, 19))
    assert wanted[8] or wanted[9]  # the caption, which stands twice


# --- what it does not do

RUN = "window.ran=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><SCRIPT>{RUN}</SCRIPT>",
    f"<!--<script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script><style>",
    f"</textarea><script>{RUN}</script>",
    f"</noscript><script>{RUN}</script>",
    f"</template><script>{RUN}</script>",
    f"</p></li></ol><script>{RUN}</script>",
    f"</option></select><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    f"` onmouseover={RUN} x=`",
    f'" onfocus="{RUN}" autofocus tabindex="1',
    f"' onfocus='{RUN}' autofocus x='",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}></iframe>",
    f"<object data='data:text/html,<script>parent.{RUN}</script>'></object>",
    f"<embed src=javascript:{RUN}>",
    f"<a href=javascript:{RUN} autofocus>x</a>",
    f"javascript:{RUN}",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<input autofocus onfocus={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css'; * {display: none !important}</style>",
    f"{{{{ ''.__class__ }}}}{{% raw %}}<script>{RUN}</script>",
    "${window.ran=1}\\u003cscript\\u003ewindow.ran=1\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;script&#62;{RUN}",
    f"\u2028\u2029</script>\u2028<script>{RUN}//",
)


def hostile(payload: str) -> bytes:
    """Return a page that has the payload in every place a report shows something of."""
    from html import escape

    quoted, told = escape(payload), json.dumps(payload).replace("</", "<\\/")
    said = f'{{"@type":"NewsArticle","headline":{told},"author":{{"name":{told}}},"datePublished":{told},"url":{told}}}'
    prose = "The harbour board met again on Monday and agreed that the crane should stay where it is."
    cells = "".join(f'<li class="{quoted}"><a href="{quoted}" title="{quoted}">{quoted}</a></li>' for _ in range(3))
    return f"""<!doctype html><html lang="{quoted}"><head><title>{quoted}</title>
<meta property="og:title" content="{quoted}"><meta property="og:site_name" content="{quoted}">
<meta name="author" content="{quoted}"><meta name="description" content="{quoted}"><link rel="canonical" href="{quoted}">
<meta property="og:image" content="{quoted}"><meta property="article:section" content="{quoted}">
<meta property="article:tag" content="{quoted}"><script type="application/ld+json">{said}</script></head>
<body class="{quoted}" id="{quoted}"><nav><ul>{cells}</ul></nav><article itemprop="{quoted}"><h1>{quoted}</h1>
<p class="byline">By {quoted}</p><time datetime="{quoted}">{quoted}</time>
<figure><img src="{quoted}" alt="{quoted}"><figcaption>{quoted}</figcaption></figure>
{f"<p>{prose} {quoted} {prose}</p>" * 4}<pre><code class="language-{quoted}">{quoted}</code></pre></article>
<p>{payload}</p></body></html>""".encode()


def shape(driver) -> set[tuple[str, ...]]:
    """Return each kind of element in the page with the names of its attributes."""
    code = "return [...document.querySelectorAll('*')].map(one => [one.localName, ...one.getAttributeNames().sort()])"
    return {tuple(row) for row in run(driver, code)}


@pytest.fixture(scope="module")
def plain_shape(browser, tmp_path_factory) -> set[tuple[str, ...]]:
    found, target = set(), tmp_path_factory.mktemp("plain") / "why.html"
    for source in (hostile("nothing of the kind"), FOUNDING.read_bytes()):
        html = report(explain(source), source, "x", [compare("peer", "a b c", "a c d", "e")])
        target.write_text(html, encoding="utf-8")
        browser.driver.get(target.as_uri())
        run(browser.driver, "dispatchEvent(new Event('beforeprint'))")
        found |= shape(browser.driver)
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_page_runs_or_becomes_an_element(show, plain_shape, payload: str):
    assert len(set(PAYLOADS)) >= 30
    source = hostile(payload)
    comparison = compare(payload, f"a {payload} b", f"b {payload} c", payload)
    driver = show(source, payload, payload, [comparison])
    run(driver, "dispatchEvent(new Event('beforeprint'))")
    assert shape(driver) <= plain_shape
    assert run(driver, "return window.ran") is None
    assert run(driver, "return performance.getEntriesByType('resource').length") == 0
    assert "".join(driver.title.split()) == "".join(f"Why:{payload}".split())
    seen = "".join(run(driver, "return document.body.textContent").split())
    assert seen.count("".join(payload.split())) > 5
    addresses = {payload, payload.strip(), joined("https://evil.example/", payload)}  # one is joined with itself
    assert run(driver, "return JSON.parse(find('data').textContent).expected.url") in addresses


def test_the_policy_lets_no_other_script_or_style_in(browser, show):
    driver = show(FOUNDING.read_bytes())
    run(
        driver,
        """for (const [tag, text] of [["script", "window.ran = 1"], ["style", "body { display: none }"]]) {
             const made = document.createElement(tag); made.textContent = text; document.body.append(made);
           }
           document.body.setAttribute("onclick", "window.ran = 1"); document.body.click();
           const image = new Image(); image.src = "https://evil.example/x.png"; document.body.append(image);""",
    )
    assert run(driver, "return window.ran") is None
    assert run(driver, "return getComputedStyle(document.body).display") == "block"
    refused = [entry["message"] for entry in browser.driver.get_log("browser")]
    assert len(refused) == 4
    assert all("Content Security Policy" in message for message in refused)


# --- who can use it


@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 400)])
def test_accessible(show, scheme: str, width: int):
    axe = pytest.importorskip("axe_core_python.selenium")
    source = (FIXTURES / "html-meta-dublin-core.html").read_bytes()
    driver = show(source, "page.html", None, [compare("peer", "a b c d", "a c e d")])
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    driver.set_window_size(width, 900)
    try:
        mark(driver, 0, 5)
        run(driver, "dispatchEvent(new Event('beforeprint')); document.querySelector('summary').click()")
        found = axe.Axe().run(driver, options={"resultTypes": ["violations"]})
        assert len(found["passes"]) > 15
        assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert run(driver, "return document.documentElement.scrollWidth <= innerWidth")
    finally:
        driver.set_window_size(1100, 900)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
