"""Names for containers that nobody named.

Models moby pkg/namesgenerator: an adjective and a surname. Not modelled: the whole of its word lists.
"""

from sandbox.sim.kernel.rng import Rng

_ADJECTIVES = (
    "admiring adoring agitated amazing awesome bold brave busy charming clever cool dazzling determined eager "
    "elated elegant epic fervent festive focused friendly gallant gifted goofy gracious happy hopeful hungry "
    "infallible inspiring jolly keen kind laughing loving lucid magical modest mystifying nice nifty nostalgic "
    "objective optimistic peaceful practical quirky relaxed romantic serene sharp silly stoic sweet tender "
    "thirsty trusting upbeat vibrant vigilant wizardly wonderful xenodochial youthful zealous zen"
)
_SURNAMES = (
    "agnesi albattani archimedes babbage banach bardeen bell bohr boyd brown carson cerf chatterjee clarke curie "
    "darwin davinci diffie dijkstra edison einstein elion euclid euler faraday fermat fermi feynman franklin "
    "galileo gates gauss germain goldberg goodall hawking heisenberg hodgkin hopper hypatia jackson jang jennings "
    "johnson joliot kalam keller kepler knuth kowalevski lamarr leakey lovelace margulis maxwell mayer mcclintock "
    "meitner mendel mirzakhani newton nightingale nobel pascal pasteur perlman ptolemy ride ritchie shannon tesla "
    "torvalds turing villani wiles wozniak"
)
ADJECTIVES = tuple(_ADJECTIVES.split())
SURNAMES = tuple(_SURNAMES.split())


def random_name(rng: Rng) -> str:
    """Return a name such as ``brave_hopper``."""
    adjective = ADJECTIVES[rng.below("container-name", len(ADJECTIVES))]
    surname = SURNAMES[rng.below("container-name", len(SURNAMES))]
    return f"{adjective}_{surname}"
