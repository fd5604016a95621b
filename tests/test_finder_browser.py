"""The finder in a real browser: typed, half-typed and by zone, with scripts and without, and on paper."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def tab(browser):
    """A tab without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_names_typed_lead_to_the_answer_without_scripts(address, tab):
    tab.goto(address)
    tab.get_by_label("名前、よみがな、コード").fill("室蘭市とのぼりべつ")
    tab.get_by_label("選んだ市町村だけの連携").check()
    tab.get_by_role("button", name="探す").click()
    expect(tab).to_have_url(f"{address}/shared?m=012050&m=012301&mode=only")
    expect(tab.get_by_role("link", name="学校図書システム広域化事業")).to_be_visible()


def test_half_a_name_is_completed_on_the_page_that_answers(address, tab):
    tab.goto(f"{address}/shared")
    tab.get_by_label("名前、よみがな、コード").fill("とまこ しらお")
    tab.get_by_role("button", name="探す").click()
    for name in ("苫小牧市", "白老町"):
        tab.get_by_role("group", name="候補").get_by_label(name).check()
    tab.get_by_role("button", name="探す").click()
    expect(tab).to_have_url(re.compile("m=012131&m=015784"))
    expect(tab.locator(".found > li")).not_to_have_count(0)


def test_a_zone_is_expanded_and_one_of_the_chosen_removed(address, tab):
    tab.goto(f"{address}/shared?m=012050&m=015784")
    tab.get_by_text("市町村を選び直す").click()
    tab.get_by_role("group", name="選んだ市町村").get_by_label("白老町").uncheck()
    tab.get_by_label("圏域か都道府県の市町村を並べる").select_option("zone/nishi-iburi")
    tab.get_by_role("button", name="並べる").click()
    tab.get_by_role("group", name="構成市町村").get_by_label("伊達市").check()
    tab.get_by_role("button", name="探す").click()
    expect(tab).to_have_url(re.compile(re.escape(f"{address}/shared?m=012050&m=012335&mode=all")))


def test_an_answer_is_narrowed_down_without_scripts(address, tab):
    tab.goto(f"{address}/shared?m=012050&m=012301")
    tab.get_by_label("種類").select_option("body")
    tab.get_by_role("button", name="しぼり込む").click()
    expect(tab).to_have_url(f"{address}/shared?m=012050&m=012301&mode=all&kind=body")


def test_on_paper_stand_the_question_its_address_and_the_results(address, tab):
    tab.goto(f"{address}/shared?m=012050&m=012301&mode=only")
    tab.emulate_media(media="print")
    for shown in (tab.get_by_text("この答えのアドレス"), tab.get_by_text("2023-06-01 現在")):
        expect(shown).to_be_visible()
    expect(tab.get_by_role("link", name="学校図書システム広域化事業")).to_be_visible()
    for hidden in ("しぼり込む", "市町村を選び直す", "CSV", "この答えの SPARQL"):
        assert not any(each.is_visible() for each in tab.get_by_text(hidden).all())


def test_while_a_name_is_typed_what_it_may_be_is_offered_and_kept(address, browser):
    context = browser.new_context()
    tab, told = context.new_page(), []
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.goto(address)
    typed = tab.get_by_label("名前、よみがな、コード")
    for name, whole in (("むろ", "室蘭市"), ("のぼり", "登別市")):
        typed.press_sequentially(name)
        tab.locator("#suggested").get_by_label(whole).check()
        expect(tab.get_by_role("group", name="選んだ市町村").get_by_label(whole)).to_be_checked()
        expect(typed).to_have_value("")
        expect(tab.locator("#suggested")).to_be_hidden()
    tab.get_by_role("button", name="探す").click()
    expect(tab).to_have_url(f"{address}/shared?m=012050&m=012301&mode=all")
    assert told == []
    context.close()


def test_words_are_searched_from_every_page(address, tab):
    tab.goto(f"{address}/questions")
    tab.get_by_role("search", name="サイト内を検索").get_by_label("言葉").fill("杜管町")
    tab.get_by_role("search", name="サイト内を検索").get_by_role("button").click()
    expect(tab.get_by_role("link", name="壮瞥町", exact=True)).to_be_visible()
    expect(tab.get_by_text("出典での誤記")).to_be_visible()
