"""The labels by which compose knows what is its own.

Models docker/compose pkg/api/labels.go.
"""

VERSION_TEXT = "2.36.2"
PREFIX = "com.docker.compose."
PROJECT = f"{PREFIX}project"
SERVICE = f"{PREFIX}service"
NUMBER = f"{PREFIX}container-number"
ONE_OFF = f"{PREFIX}oneoff"
CONFIG_HASH = f"{PREFIX}config-hash"
CONFIG_FILES = f"{PREFIX}project.config_files"
ENVIRONMENT_FILE = f"{PREFIX}project.environment_file"
WORKING_DIR = f"{PREFIX}project.working_dir"
DEPENDS_ON = f"{PREFIX}depends_on"
IMAGE = f"{PREFIX}image"
SLUG = f"{PREFIX}slug"
REPLACE = f"{PREFIX}replace"
NETWORK = f"{PREFIX}network"
VOLUME = f"{PREFIX}volume"
VERSION = f"{PREFIX}version"
