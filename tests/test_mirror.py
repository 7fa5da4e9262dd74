"""Tests mirror the tree: to find the test of a module, look under its name.

A module is tested by the test module of its name in the folder that mirrors its own, or by that
of the whole folder that it stands in (`deals/search/halves` by `deals/test_search`). Where
neither is so, it is a part of something that is tested as a whole, and `ELSEWHERE` says where.
"""

from fnmatch import fnmatch
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "accord"

ELSEWHERE = {
    # One page, through the sections that make it.
    "brief/compose": "brief/test_as_of",
    "brief/known": "brief/test_sections",
    "brief/lines": "brief/sections/test_where_talks_stand",
    "brief/dossier": "brief/test_json",
    "brief/docx": "brief/test_page",
    "brief/gather_page": "brief/test_page",
    "brief/page_blocks": "brief/test_page",
    "brief/pdf": "brief/test_page",
    "brief/side": "brief/test_page",
    "brief/sources_blocks": "brief/test_page",
    "brief/proposal_answers": "brief/sections/test_where_talks_stand",
    "brief/reported_numbers": "brief/sections/test_outside_the_room",
    "brief/section": "brief/test_sections",
    # Commands and what they share, from the outside.
    "cli/common": "cli/test_gaps",
    "cli/hold_reference": "hold/test_reference_class",
    "telling/reference_words": "hold/test_reference_class",
    "cli/check_assumed": "cli/test_check",
    "cli/schemas": "cli/test_schema",
    "cli/delegates": "delegates/test_catalogue",
    "cli/hold_deal": "cli/test_hold",
    "cli/progress": "cli/test_play_many",
    "cli/share": "formats/test_share",
    "cli/setting": "cli/test_record",
    "cli/talks": "cli/test_play",
    # A host, from the outside.
    "cli/host": "host/test_door",
    "host/fighting_news": "host/test_injects",
    "host/page_query": "host/test_reading",
    "host/entry_lines": "host/test_reading",
    "host/app": "host/test_door",
    "host/bell": "host/test_held_tables",
    "host/admissions": "host/test_doors",
    "host/batched_log": "host/test_doors",
    "host/door_secrets": "host/test_doors",
    "host/door_log": "host/test_doors",
    "host/door_accounts": "host/test_accounts",
    "host/class_entrance": "host/test_class_people",
    "host/opened_pages": "host/test_running",
    "host/backup": "host/test_running",
    "host/rates": "host/test_door",
    "host/passwords": "host/test_accounts",
    "host/who_sees": "host/test_door",
    "host/minutes": "host/test_at_table",
    "fighting/two_sides": "fighting/test_battles",
    "hold/*": "hold/test_stable",
    "telling/inverse_words": "cli/test_hold",
    "telling/holding_told": "telling/test_holding_words",
    "telling/picked_words": "telling/test_holding_words",
    "telling/asked_holding": "telling/test_marked_holding_words",
    "telling/stability_words": "cli/test_hold",
    "host/papers": "host/test_at_hand",
    "host/lasting_thread": "host/test_held_folder",
    "host/kept_log": "host/test_at_hand",
    "host/seated": "host/test_held_tables",
    "host/held_table": "host/test_held_tables",
    "host/table_beside": "host/test_held_tables",
    "host/afar_kept": "host/test_afar",
    "host/afar_table": "host/test_afar",
    "host/judged_package": "host/test_own_machine",
    "host/own_opening": "host/test_own_machine",
    "cli/sit": "host/test_sit",
    "host/folder_copy": "host/test_own_machine",
    "host/pages/asked_first": "host/test_own_machine",
    "host/pages/far_host": "host/test_own_machine",
    "host/table_setup": "host/test_at_table",
    "host/class_opening": "host/test_classroom",
    "host/given_link": "host/test_running",
    "host/debrief_words": "host/pages/test_debrief",
    "host/pages/class_news": "host/test_injects",
    "host/pages/in_class": "host/test_classroom",
    "host/pages/role": "host/test_role_sheet",
    "host/pages/replay": "host/test_replay",
    "host/table_branch": "host/test_replay",
    "host/pages/questions": "host/test_questionnaire",
    "host/question_results": "host/test_questionnaire",
    "host/entry_form": "host/pages/test_entering",
    "host/kept_sheets": "host/pages/test_sheet_intake",
    "host/host": "host/test_door",
    "host/host_page": "host/test_door",
    "host/rules": "host/test_door",
    "host/host_place": "host/test_serve",
    "host/settings": "host/test_door",
    "host/host_seats": "host/test_door",
    "host/folder_watch": "host/test_held_folder",
    "host/undo_log": "host/test_held_folder",
    "host/visit": "host/test_door",
    "host/said_mistakes": "host/test_plan",
    "host/pages/brief": "host/test_reading",
    "host/exported": "host/test_take_along",
    "host/pages/take_along": "host/test_take_along",
    "host/pages/one_thing": "host/test_reading",
    "host/pages/record": "host/test_reading",
    "host/pages/*": "host/test_door",
    # Answers of `deals` that stand on parts without a question of their own.
    "deals/all_worths": "telling/test_deals_figure",
    "deals/by_draw/bounded_frontier": "deals/test_robustness",
    "deals/by_draw/exists": "deals/test_zone",
    "deals/by_draw/status": "deals/test_robustness",
    "deals/grid": "deals/test_worth",
    "deals/limits": "formats/test_bounds",
    "deals/names": "deals/test_handle",
    "deals/ranges": "deals/test_worth",
    "deals/search/*": "tactics/test_own",
    "deals/valued": "deals/test_handle",
    # Programs that differ in one formula.
    "delegates/*_tit_for_tat": "delegates/test_tit_for_tat",
    "delegates/bayesian": "tactics/test_trade_off",
    "delegates/boulware": "delegates/test_time_dependent",
    "delegates/conceder": "delegates/test_time_dependent",
    "delegates/frequency": "tactics/test_trade_off",
    "delegates/from_heard": "delegates/test_mediators",
    "delegates/linear": "delegates/test_time_dependent",
    "delegates/random_walker": "tactics/test_offers",
    "delegates/single_text": "delegates/test_mediators",
    "discovery": "delegates/test_catalogue",
    "errors": "formats/test_check",
    # A folder's files are read, checked and written as a whole.
    "formats/cells": "formats/test_record_sheets",
    "cli/sheet_options": "cli/test_record",
    "cli/taken_marks": "cli/test_new",
    "cli/taken_rows": "cli/test_record",
    "formats/column_names": "formats/test_sheet_rows",
    "formats/entry_links": "formats/test_sheet_rows",
    "formats/entry_filters": "cli/test_record",
    "formats/folder_change": "host/test_held_folder",
    "formats/folder_parts": "formats/test_growth",
    "formats/for_whom": "formats/test_folder",
    "formats/import_rows": "formats/test_record_sheets",
    "formats/folded_names": "formats/test_sheet_rows",
    "formats/sheet_columns": "formats/test_sheet_rows",
    "formats/sheet_names": "formats/test_sheet_rows",
    "formats/sheet_values": "formats/test_sheet_rows",
    "formats/inert": "formats/test_record_sheets",
    "formats/names_given": "cli/test_record",
    "formats/read": "formats/test_check",
    "formats/edit_marks": "cli/test_mark",
    "formats/marks_columns": "formats/test_import_marks",
    "formats/marks_files": "formats/test_import_marks",
    "formats/record_ends": "formats/test_growth",
    "formats/sheet": "formats/test_spreadsheet_files",
    "formats/write": "formats/test_round_trip",
    # Files of other programs, by the program.
    "interchange/conversion": "interchange/test_convert",
    "interchange/foreign_values": "interchange/test_convert",
    "interchange/genius_write": "interchange/test_genius",
    "interchange/geniusweb_write": "interchange/test_geniusweb",
    "interchange/labels": "interchange/test_negmas",
    "interchange/negmas_*": "interchange/test_negmas",
    "interchange/sides": "interchange/test_convert",
    "interchange/xml_tree": "interchange/test_genius",
    # Algebra that has one use, under the name of what uses it.
    "kernels/fair": "kernels/test_solutions",
    "kernels/hull": "deals/lotteries/test_convex_compromises",
    "kernels/lexsort_groups": "kernels/test_count",
    "kernels/lottery": "deals/lotteries/test_convex_compromises",
    "kernels/pareto": "kernels/test_frontier",
    "kernels/partial_sums": "kernels/test_elimination",
    "kernels/regions": "kernels/test_mixed",
    "kernels/semirings": "kernels/test_elimination",
    "kernels/solver": "kernels/test_mixed",
    "kernels/tables": "kernels/test_elimination",
    "kernels/tallies": "kernels/test_count",
    "model/refs": "record/test_entry",
    # One talk, many talks, and what came of them.
    "play/weighed_talk": "play/test_player",
    "play/back": "tactics/test_kept",
    "play/chance": "play/test_numbers",
    "play/columns": "play/test_rows",
    "play/distance": "play/test_nearest",
    "play/drivers": "play/test_statistics",
    "play/row_format": "play/test_rows",
    "play/game": "play/test_seating",
    "play/many": "play/test_run",
    "play/parquet": "play/test_rows",
    "play/why_no_deal": "play/test_statistics",
    "play/played_json": "play/test_player",
    "play/talk_engine": "play/test_engines",
    "play/workers": "play/test_played_talks",
    "model/choices": "model/test_marks",
    "model/assumption": "formats/test_assumed_files",
    "record/meeting": "record/test_kinds",
    "record/proposal_outcomes": "brief/sections/test_where_talks_stand",
    "record/sources": "record/test_ledger",
    "record/terms": "record/test_kinds",
    "store/connections": "store/test_postgresql",
    "store/database": "store/test_store",
    "store/database_kind": "store/test_store",
    "store/event_table": "store/test_store",
    "store/failures": "store/test_sqlite",
    "store/group_commit": "store/test_writer",
    # What programs are made of, in the programs.
    "tactics/leaving": "delegates/test_slantchev",
    "tactics/bargaining": "delegates/test_rubinstein",
    "tactics/bayesian_model": "tactics/test_models",
    "tactics/concession": "delegates/test_time_dependent",
    "tactics/delegate": "delegates/test_contract",
    "tactics/drafts": "delegates/test_mediators",
    "tactics/fair_choice": "tactics/test_trade_off",
    "tactics/frequency_model": "tactics/test_models",
    "tactics/heard": "tactics/test_offers",
    "tactics/incremental_fold": "tactics/test_models",
    "tactics/mediator": "delegates/test_mediators",
    "tactics/model": "tactics/test_models",
    "tactics/notation": "delegates/test_catalogue",
    "tactics/parameters": "delegates/test_catalogue",
    "tactics/similarity": "delegates/test_issue_by_issue",
    "tactics/tit_for_tat": "delegates/test_tit_for_tat",
    "tactics/turn": "tactics/test_negotiator",
    # The table as a whole: whatever is said under whichever rules.
    "talks/answers": "talks/test_from_record",
    "talks/audit": "talks/test_log",
    "talks/*": "talks/test_machine",
    # Words and pictures, where somebody reads them.
    "telling/event_words": "telling/test_talk_by_round",
    "telling/blocks": "telling/test_terminal_blocks",
    "telling/contested_words": "cli/test_record",
    "telling/deal_words": "telling/test_deals_by_holder",
    "telling/entry_words": "cli/test_record",
    "telling/found_words": "cli/test_search",
    "telling/improvement_words": "brief/test_fair",
    "telling/judged_words": "brief/sections/test_judged_packages",
    "telling/lottery_words": "brief/test_fair",
    "telling/many_talks": "play/test_statistics",
    "telling/offers_figure": "telling/test_talk_by_round",
    "telling/marks_outlook": "telling/test_mark_words",
    "telling/outlook": "telling/test_deals_by_holder",
    "telling/outlook_blocks": "brief/test_counts",
    "telling/record_rows": "cli/test_record",
    "telling/related_entries": "cli/test_record",
    "telling/sheet_words": "cli/test_record",
    "telling/svg_style": "brief/test_record_figures",
    "telling/tournament_*": "cli/test_tournament",
    "telling/value_trees": "brief/test_json",
    "telling/why_not_words": "brief/test_fair",
    "telling/worth_plane": "telling/test_deals_figure",
    "testing/*": "testing/test_rule_contract",
}


def modules() -> list[str]:
    """Return every module of the package but those that only gather others."""
    found = (one.relative_to(SOURCE).with_suffix("") for one in SOURCE.rglob("*.py"))
    return sorted(str(one) for one in found if one.name not in ("__init__", "__main__"))


def mirrors(module: str) -> list[Path]:
    """Return where the test of a module is looked for."""
    path = Path(module)
    own = [path.parent / f"test_{path.name}.py"]
    whole = [one.parent / f"test_{one.name}.py" for one in path.parents if len(one.parts) > 1]
    return [TESTS / one for one in (*own, *whole)]


def is_mirrored(module: str) -> bool:
    """Return whether there is a test where it is looked for."""
    return any(one.exists() for one in mirrors(module))


def test_every_module_is_tested_where_it_is_looked_for() -> None:
    lost = {
        module
        for module in modules()
        if not is_mirrored(module) and not any(fnmatch(module, row) for row in ELSEWHERE)
    }
    assert lost == set()


@pytest.mark.parametrize("row", ELSEWHERE)
def test_what_is_tested_elsewhere_is_there_and_has_no_test_of_its_own(row: str) -> None:
    assert (TESTS / f"{ELSEWHERE[row]}.py").exists()
    meant = [module for module in modules() if fnmatch(module, row)]
    assert any(not is_mirrored(module) for module in meant)
