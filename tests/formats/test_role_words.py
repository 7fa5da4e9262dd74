"""Roles of actors are read as people write them, and written in one form."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from frozendict import frozendict
from tests.formats.test_check import BASE, P, edited, said, write
from tests.formats.test_schema import mistakes

from accord.cli import cli
from accord.formats import load, save
from accord.model import ActorRole, OutsideRole, When

CONSENT = OutsideRole.MUST_CONSENT
ON_TRUCE = ActorRole(role=CONSENT, on=frozendict(truce=("full",)))
WRITTEN = [
    (
        "[analyst, {role: must consent, on: {truce: full}}]",
        (ActorRole(role="analyst"), ON_TRUCE),
    ),
    ("{role: Must_consent, on: {truce: [full]}}", (ON_TRUCE,)),
    ("must consent on truce=full", (ON_TRUCE,)),
    ("[analyst, must consent on truce=full]", (ActorRole(role="analyst"), ON_TRUCE)),
    ("{must_consent: {truce: full}}", (ON_TRUCE,)),
    (
        "{must consent: {truce: full}, affected: [truce, line], basis: why, source: paper}",
        (
            ActorRole(role=CONSENT, on=ON_TRUCE.on, basis="why", sources=("paper",)),
            ActorRole(
                role=OutsideRole.AFFECTED,
                on=frozendict(truce=(), line=()),
                basis="why",
                sources=("paper",),
            ),
        ),
    ),
    (
        "{role: affected, on: {truce, line: 20}}",
        (ActorRole(role="affected", on=frozendict(truce=(), line=("20",))),),
    ),
    ("{role: can wreck, on: everything}", (ActorRole(role="can wreck"),)),
    ("[{role: affected, on: line}]", (ActorRole(role="affected", on=frozendict(line=())),)),
    ("affected", (ActorRole(role=OutsideRole.AFFECTED),)),
    ("office on human rights", (ActorRole(role="office on human rights"),)),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_role_is_read_as_people_write_it_and_written_once(
    text: str, expected: tuple[ActorRole, ...], tmp_path: Path
) -> None:
    files = edited(P, ("role: analyst", f"role: {text}"))
    assert said(write(tmp_path, files)) == []
    assert mistakes("process", files[P]) == []
    case = load(tmp_path)
    assert case.process.actors["office"].role == expected
    save(case, tmp_path / "copy")
    assert load(tmp_path / "copy") == case
    assert mistakes("process", (tmp_path / "copy" / P).read_text("utf-8")) == []


def test_all_that_is_wrong_with_roles_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    role = """
      - role: must concent
        on: {truce: ful}
      - {must consent: {trus: full}}
      - {role: affected, on: [lin], source: papr}"""
    assert said(
        write(
            tmp_path,
            edited(
                P,
                ("role: analyst}", "}"),
                (
                    "  office: {name: The Office, }",
                    f"  office:\n    name: The Office\n    role:{role}",
                ),
            ),
        )
    ) == [
        f"{P}:16: the role 'must concent' has 'on', which only these have: must consent, "
        "carries out, cannot be bound, cannot endorse, can wreck, affected; did you mean "
        "'must consent'?",
        f"{P}:17: the issue 'truce' has no option 'ful'; did you mean 'full'?",
        f"{P}:18: there is no issue 'trus' on the agenda; did you mean 'truce'?",
        f"{P}:19: there is no issue 'lin' on the agenda; did you mean 'line'?",
        f"{P}:19: there is no source 'papr' in record.yaml; did you mean 'paper'?",
    ]


def test_a_list_of_others_is_told_where_it_belongs(tmp_path: Path) -> None:
    files = edited(P, ("title: Talks", "title: Talks\nothers: [{who: host, role: affected}]"))
    assert said(write(tmp_path, files)) == [
        f"{P}:2: unknown key 'others' in process.yaml: say it under 'actors', in the 'role' of "
        "each"
    ]


def test_a_role_is_not_seen_before_a_source_of_it_or_the_options_that_it_is_on(
    tmp_path: Path,
) -> None:
    files = edited(
        P,
        ("none: None", "none: {name: None, since: 2024-05-03}"),
        (
            "role: analyst",
            "role: [analyst, {must consent: {truce: none}}, {affected: [line], source: paper}, "
            "{role: can wreck, since: 2024-05-04}]",
        ),
    )
    files["interests/north.yaml"] = BASE["interests/north.yaml"].replace(
        "held_by: office\n", "held_by: office\nas_of: 2024-05-05\n"
    )
    case = load(write(tmp_path, files))

    def seen(day: str) -> list[str]:
        then = case.as_of(When.parse(day))
        return [str(one.role) for one in then.process.actors["office"].role]

    assert seen("2024-05-01") == ["analyst"]
    assert seen("2024-05-02") == ["analyst", "affected"]
    assert seen("2024-05-03") == ["analyst", "must consent", "affected"]
    assert seen("2024-05-04") == ["analyst", "must consent", "affected", "can wreck"]


def test_a_word_that_is_nearly_a_role_on_options_is_advised_on(tmp_path: Path) -> None:
    files = edited(P, ("role: analyst", "role: [guarantor, must concent, host state]"))
    done = CliRunner().invoke(cli, ["check", str(write(tmp_path, files))])
    assert done.exit_code == 0
    told = " ".join(done.output.split())
    assert "the role 'must concent' is a word alone: is 'must consent' meant?" in told
    assert told.count("is a word alone") == 1
