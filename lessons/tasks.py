"""What the worker does for lessons. The row holds the truth; a message only says: look at it now."""

import logging
import uuid

from celery import shared_task
from kombu.exceptions import ChannelError, KombuError

from lessons import uploads

logger = logging.getLogger(__name__)
_SECONDS = int(uploads.LEASE.total_seconds())


@shared_task(soft_time_limit=_SECONDS // 2, time_limit=_SECONDS * 3 // 4)
def check_upload(upload_id: str) -> None:
    """Check one uploaded package, unless another worker has it or it is done."""
    upload = uploads.claim_upload(upload_id)
    if upload is None:
        return
    try:
        uploads.check_upload(upload=upload)
    except Exception:
        logger.exception("Checking upload %s failed", upload_id)
        uploads.fail_upload(upload=upload)


@shared_task
def watch_uploads() -> None:
    """Wake the uploads that nobody checks. Beat runs it now and then."""
    for upload_id in uploads.find_waiting():
        enqueue_upload(upload_id)


def enqueue_upload(upload_id: uuid.UUID) -> None:
    """Wake a worker. A queue that takes no message loses nothing: the watchdog finds the row again."""
    try:
        check_upload.apply_async(args=(str(upload_id),), retry=False)
    except (KombuError, ChannelError, OSError) as error:
        logger.warning("Upload %s waits: the queue takes no messages (%s)", upload_id, error)
