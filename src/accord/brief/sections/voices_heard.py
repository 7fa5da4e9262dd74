"""Where the factions of a party differ from it, as holders of marks hear them."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.model import voices
from accord.telling.blocks import Block, Heading, Item, Listing
from accord.telling.voice_words import voice_told


@frozen(kw_only=True)
class HeardVoice:
    """A voice of a party.

    Attributes:
        holder: Who hears it so, in words.
        party: Id of the party.
        voice: What it is called.
        can_block: Whether the party can do nothing that it cannot live with.
        text: Where it differs from the party, in a sentence.
    """

    holder: str
    party: str
    voice: str
    can_block: bool
    text: str


@frozen(kw_only=True)
class VoicesHeard(PageSection):
    """The voices within parties.

    Attributes:
        voices: The voices that are heard, with where they differ.
    """

    order = 58
    anchor = "voices"
    title = "Voices within the parties"
    contents = "Voices"
    rules = """\
**Voices within the parties.** The latest that every holder has of each voice. What a party can
live with is the worst that its own sheet and its voices that can block say."""

    voices: tuple[HeardVoice, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "VoicesHeard":
        """Gather the voices that this reader may know of."""
        process = known.process
        return cls(
            voices=tuple(
                HeardVoice(
                    holder=process.name(one.holder),
                    party=one.party,
                    voice=one.name,
                    can_block=one.can_block,
                    text=voice_told(process, one),
                )
                for one in voices(known.case.interests)
            )
        )

    @property
    def shown(self) -> bool:
        """Whether there are any."""
        return bool(self.voices)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield a list for each holder."""
        for holder in dict.fromkeys(one.holder for one in self.voices):
            yield Heading(f"As {holder} hears them")
            yield Listing(tuple(Item(one.text) for one in self.voices if one.holder == holder))
