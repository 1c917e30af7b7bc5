"""The use cases: what callers can do, whatever surface they come over."""

from vitascope.artifacts.links import ClipLinks as Links
from vitascope.media.take import TakenImage
from vitascope.service.accounts import DURATIONS_WINDOW_S, Accounts
from vitascope.service.generations import Service, StoredFile
from vitascope.service.remix import ImagesKept
from vitascope.service.uploads import UploadedFile, UploadGrant, Uploads
from vitascope.store.accounts import Caller
from vitascope.store.floor import WorkerState
from vitascope.store.subscription import Subscription

__all__ = [
    "DURATIONS_WINDOW_S",
    "Accounts",
    "Caller",
    "ImagesKept",
    "Links",
    "Service",
    "StoredFile",
    "Subscription",
    "TakenImage",
    "UploadGrant",
    "UploadedFile",
    "Uploads",
    "WorkerState",
]
