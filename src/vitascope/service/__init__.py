"""The use cases: what callers can do, whatever surface they come over."""

from vitascope.media.take import TakenImage
from vitascope.service.generations import Links, Service, StoredFile
from vitascope.service.uploads import UploadedFile, UploadGrant, Uploads
from vitascope.store.accounts import Caller

__all__ = ["Caller", "Links", "Service", "StoredFile", "TakenImage", "UploadGrant", "UploadedFile", "Uploads"]
