"""Who may attack a host, what is promised against them, and what is not: one text for all.

The page of the documentation, `accord host --who-sees-what` and the page that every page leads
to say the same, word for word.
"""

from pathlib import Path

from accord.host.doors import KNOCK_LASTS
from accord.host.fingerprint import SPOKEN
from accord.host.settings import HostSettings
from accord.telling.blocks import (
    Block,
    Heading,
    Item,
    Paragraph,
    Run,
    TableBlock,
    TableRows,
    listing,
)

TITLE = "Who sees what, and what is promised"

_USUAL = HostSettings(folder=Path())
_LINK_DAYS = _USUAL.link_lasts.days
_IDLE_HOURS = _USUAL.idle.seconds // 3600
_KNOCK_MINUTES = KNOCK_LASTS.seconds // 60

_SEEN = (
    (
        "Whoever has a seat",
        "What is public; at the table, what is for the table; and what is for its own side.",
        "What others keep to themselves, nor anything worked out from it.",
    ),
    (
        "A delegation",
        "What is for the delegation: its notes, marks, numbers and drafts.",
        "What is for its capital, or for the mediator's team.",
    ),
    (
        "Its capital",
        "What its delegation reads, and what is for the capital.",
        "What is for the mediator's team, or for another side.",
    ),
    (
        "The mediator's team",
        "What is for the team, the table and everybody.",
        "What a side keeps for itself.",
    ),
    (
        "Somebody in a class",
        "What their side may read of the record, the sheet of their own side, and what they "
        "hear at the table of their group.",
        "The sheet of another side before the instructor opens the debrief; another group's "
        "table; what others answer to questions.",
    ),
    (
        "Whoever runs the host",
        "In that seat: what is public, who is in and since when, which pages each seat opened "
        "and when, and that a seat changed something.",
        "In that seat: what was entered for others.",
    ),
    (
        "The instructor of a class",
        "Everything in the folder, and all that is said and done at the tables of the class, "
        "what is said apart too.",
        "Passwords and links that others took.",
    ),
    (
        "Whoever has the machine",
        "Everything: the folder, what each side keeps to itself, who was in, who opened and "
        "who did what.",
        "Passwords and links, of which only hashes are kept.",
    ),
    (
        "Whoever has the machine, of a side that sits with its own",
        "What that side sends: its moves and words, when and from where.",
        "Its interests, numbers, marks, mandate, notes and drafts.",
    ),
    (
        "Whoever is on the same network",
        "That a device speaks to the host, when, and how much. Without TLS (--plain-http): "
        "everything.",
        "With TLS: what is said.",
    ),
)


def what_is_promised() -> tuple[Block, ...]:
    """Return who sees what, who may attack, what is promised and what is not, as blocks."""
    return (
        _opening(),
        Heading("What each can read"),
        _table(),
        *_attackers(),
        *_apart(),
        *_kept(),
        *_missing(),
        *_to_do(),
    )


def _opening() -> Paragraph:
    return Paragraph(
        (
            Run("A host reads all that is entered on it. ", "strong"),
            "What a side keeps to itself is kept from the other seats, not from whoever has "
            "the machine, opens its disk, or makes its owner hand it over. If what you write "
            "could cost somebody their life, keep it on a machine that is yours alone, or on "
            "paper.",
        )
    )


def _table() -> TableBlock:
    return TableBlock(
        header=("Who", "Reads", "Does not read"),
        groups=tuple(
            TableRows((Item(who),), (((Item(reads),), (Item(does_not),)),))
            for who, reads, does_not in _SEEN
        ),
    )


def _attackers() -> tuple[Block, ...]:
    return (
        Heading("The other side, signed in"),
        Paragraph(
            "It wants your mandate, your red lines, your drafts, and to know when you work and "
            "with whom you talk."
        ),
        listing(
            (
                "Promised: what is not for a seat is never worked out for it. Two hosts that "
                "differ only in your secrets, with the same public events, send that seat the "
                "same bytes: every page, header, length, number, order and message of a live "
                "page. A test follows every link and sends every form to hold the host to it.",
                "Promised: what is not for a seat is answered exactly as what is not there.",
                "Not promised: how long an answer takes. On a busy machine it tells that "
                "somebody is at work, though not who.",
                "Not promised: anything that is seen in the building, or said aloud.",
            )
        ),
        Heading("Somebody of your own side"),
        listing(
            (
                "Promised: a delegation does not read what is for its capital; each change "
                "says who made it; everybody in a seat sees who else is in it, and can put "
                "them out.",
                "Not promised: anything against those who share your seat. All in a seat read "
                "and write the same.",
            )
        ),
        Heading("A host or a mediator who is not neutral"),
        listing(
            (
                "Promised: the host's seat and the mediator's seat are sent nothing that a "
                "side keeps to itself.",
                "Not promised: that whoever runs the host stays in that seat. They can give "
                "themselves a link to any seat. It then stands under the eyes of those who sit "
                "there, and in the log, but they have read what was there.",
                "Not promised: that the program is the one that you have read. A host that was "
                "changed can send and store what it likes, and it serves your browser its "
                "pages.",
            )
        ),
        Heading("A search, a theft, an order by a court"),
        Paragraph("What falls to whoever takes the machine, or makes its owner hand it over:"),
        listing(
            (
                "all of the folder, the private parts of every side too, unless the disk is "
                "encrypted and the machine was off;",
                "the log: who was in, who opened which page and who changed what, with times;",
                "the key of the certificate, with which to pose as the host from then on. What "
                "was sent before cannot be read with it.",
                "Not: passwords (argon2) and the secrets of links and browsers, of which only "
                "hashes are kept. The secrets for sign-in codes are there.",
            )
        ),
        Heading("Whoever watches or rules the network"),
        listing(
            (
                "Promised: with TLS nobody between you and the host reads or changes what is "
                "sent, if you have compared the fingerprint. Your browser warns at first, for "
                "nobody else vouches for a laptop: look at the certificate there, and compare "
                f"its SHA-256 with what the host shows on paper or reads aloud. The {SPOKEN} "
                f"words are its first {SPOKEN} bytes, {8 * SPOKEN} bits.",
                "Promised: nothing is fetched from anywhere else, by the host or by a page.",
                "Promised: the host's authority, where somebody takes it into a device, can "
                "vouch for private networks and the host's own names alone.",
                "Not promised: anything without TLS (--plain-http). Every page then says so.",
                "Not promised: that nobody sees who speaks to the host, when and how much.",
            )
        ),
        Heading("Whoever finds a link, a slip or a laptop"),
        listing(
            (
                "Promised: a link admits once, to one seat, within "
                f"{_LINK_DAYS} days, and can be ended; looking it up takes nothing. One that "
                "was taken says when and by whom.",
                f"Promised: a browser left for {_IDLE_HOURS} hours is out; anybody in its "
                "seat, and whoever runs the host, can put it out at once. Somebody who knocks "
                f"waits {_KNOCK_MINUTES} minutes at most, and is let in by a person.",
                "Not promised: anything until then. Whoever has an open laptop sits in its "
                "seat, and what was shown may lie on its disk.",
            )
        ),
        Heading("Somebody in a class"),
        listing(
            (
                "Promised: the address of a class leads into a seat while the instructor has "
                "it open, and nowhere afterwards; only its hash is kept. It is a code of 60 "
                "bits, for it is read from a wall.",
                "Promised: a browser that comes by it is given one seat, and the same again.",
                "Not promised: that others come in by the address while somebody on the same "
                "network address asks for it without end. Whoever is in stays in.",
                "Not promised: that one person takes one seat alone. Whoever comes with "
                "several browsers can take several; the instructor sees the names, and puts "
                "out who is not there.",
                "Not promised: anything against the instructor, who reads every table.",
            )
        ),
        Heading("Whoever wants to break it"),
        listing(
            (
                "Promised: whoever is not in reaches the door alone. What is sent is bounded "
                "in size and number; a form of another site is refused; no text is run.",
                "Promised: what was confirmed is on the disk, though the power fails.",
                "Promised: what one browser asks for keeps the others waiting for moments, and "
                "a connection over which nobody asks is dropped.",
                "Not promised: that a name can sign in while somebody tries it again and "
                "again: each wrong try makes the next one wait. Whoever is in stays in.",
                "Not promised: that it goes on while somebody floods the network or pulls the "
                "plug. Keep the record that you need on paper as well.",
            )
        ),
    )


def _apart() -> tuple[Block, ...]:
    return (
        Heading("With a machine of your own"),
        Paragraph(
            "A delegation or its capital can sit at the host's tables with a machine and a "
            "folder of its own ('accord sit LINK'). Its pages are then made there and opened "
            "there alone; the host serves it no page."
        ),
        listing(
            (
                "The host still sees: your moves and what you say at its tables; what is said "
                "apart there, to the mediator, or to your own side through the host; what your "
                "capital is asked and answers, if that goes through the host; when, and from "
                "which address; that your seat is taken, and the name that you gave.",
                "The host still sees: when your machine is on, for it asks each second what "
                "is new, and each time that a table or the record has changed.",
                "The host never sees: your interests, numbers and marks, your mandate, your "
                "notes and drafts, what you build and how you stand to it, which pages you "
                "read, and what you enter in your own record.",
                "Promised: what leaves the machine is a move or a sentence that somebody "
                "pressed a button for, in a form that says where it goes. A test plays an "
                "afternoon and looks for planted secrets in all that goes out.",
                "Promised: the host's table has no mandate of yours. Your own machine asks "
                "before it sends a move that goes beyond it, and does not tell the host so.",
                "Promised: your machine asks, too, where the host's table calls an issue or an "
                "option otherwise than your folder does; and nothing that the host says moves "
                "your numbers, or replaces an entry that is not the host's own.",
                "Promised: other seats are sent the same, byte for byte, whether you sit so or "
                "in a browser. Whoever runs the host can tell.",
                "Promised: your machine speaks to nobody but the host whose fingerprint you "
                "confirmed, and stops where another certificate is shown.",
                "Not promised: that nobody can guess. What you propose and refuse tells others "
                "something of what you want, and a pause before a move does too.",
                "Not promised: that the record which comes from the host is true, or whole. "
                "What you have stays as it is, and what differs is named.",
                "Not promised: that the host shows all sides the same table. Before you sign, "
                "read aloud what was agreed, each from a screen of their own.",
                "Promised: a page from elsewhere that your browser opens reads and sends "
                "nothing there: another name, another origin and a form without its token are "
                "refused.",
                "Not promised: anything against other programs on your machine. A browser "
                "shows what it is known by at localhost to whatever answers there, at any "
                "port, and a link in a command can be read by others who use the machine until "
                "it is taken: let nobody else use it, and open nothing else at localhost.",
                "Not promised: anything against whoever has your machine. Its folder is as "
                "open as its disk: encrypt that.",
            )
        ),
    )


def _kept() -> tuple[Block, ...]:
    return (
        Heading("What is kept, and how long"),
        listing(
            (
                "The folder keeps all that was entered. What is superseded or withdrawn stays "
                "beside what replaced it.",
                "The folder's part 'host', or the database of --store, keeps who came in, who "
                "opened what and who changed what.",
                "Nothing is deleted by itself. After the talks, take away 'host' and the "
                "copies; what was written to a disk can often be read again, so encrypt the "
                "disk from the start and destroy its key in the end.",
            )
        ),
    )


def _missing() -> tuple[Block, ...]:
    return (
        Heading("What there is not"),
        listing(
            (
                "No encryption from browser to browser: the host reads what it carries.",
                "No anonymity: the host knows the address of each device.",
                "No check of who somebody is, beyond the link that they were given. A name at "
                "the door is what somebody typed, and letters of two alphabets look alike.",
                "No examination by people from outside yet.",
            )
        ),
    )


def _to_do() -> tuple[Block, ...]:
    return (
        Heading("What you can do"),
        listing(
            (
                "Choose whose machine it is: of neither side, with an encrypted disk, in a "
                "locked room.",
                "Use a router or a cable of your own, and run 'accord host FOLDER --check'.",
                "Compare the fingerprint, aloud, each on a device of their own.",
                "Enter on the host only what those who run it may learn. Keep the rest in a "
                "folder of your own: 'accord sit' takes your seat with it, and 'accord share' "
                "makes the copy that others may have.",
                "Press Leave at the end of the day, and end links that nobody took.",
            )
        ),
    )
