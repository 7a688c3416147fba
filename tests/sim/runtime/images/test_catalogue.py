"""Every image of the catalogue can be built, and every program in it can be run."""

import pytest

from sandbox.sim.runtime.executables import MAGIC
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import CatalogueImage
from sandbox.sim.world import World

VARIANTS = {(image.repository, image.tags[0].partition("-")[2]): image for image in catalogue.IMAGES}
"""One image of each variant: its releases are laid out alike."""


@pytest.mark.parametrize("image", VARIANTS.values(), ids=lambda image: f"{image.repository}:{image.tags[0]}")
def test_all_programs_of_an_image_are_programs_of_the_world(image: CatalogueImage) -> None:
    programs = World.create(seed=1).parts.table.programs
    system = catalogue.pristine(image.disk)
    named = {inode.data[len(MAGIC) :].decode() for inode in system.upper.values() if inode.data.startswith(MAGIC)}
    assert named
    assert named - set(programs) == set()


def test_no_two_images_share_a_name_or_an_id() -> None:
    names = [f"{image.repository}:{tag}" for image in catalogue.IMAGES for tag in image.tags]
    assert len(set(names)) == len(names)
    assert len({image.id for image in catalogue.IMAGES}) == len(catalogue.IMAGES)


def test_a_pristine_file_system_is_built_once() -> None:
    disk = catalogue.BY_TAG["nginx:latest"].disk
    assert catalogue.pristine(disk) is catalogue.pristine(disk)
