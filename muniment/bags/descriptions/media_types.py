"""Media types of files by the end of their names.

Not Python's `mimetypes`, which knows other types on other machines and in other versions of Python: the same
bag is described alike everywhere.

Source: https://www.iana.org/assignments/media-types/
"""

UNKNOWN = "application/octet-stream"

_BY_SUFFIX = {
    "avi": "video/vnd.avi",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "bz2": "application/x-bzip2",
    "csv": "text/csv",
    "dcm": "application/dicom",
    "flac": "audio/flac",
    "gif": "image/gif",
    "gz": "application/gzip",
    "h5": "application/x-hdf5",
    "hdf5": "application/x-hdf5",
    "htm": "text/html",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ndjson": "application/x-ndjson",
    "nii": "application/x-nifti",
    "npy": "application/x-npy",
    "npz": "application/x-npz",
    "ogg": "audio/ogg",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "pickle": "application/x-python-pickle",
    "pkl": "application/x-python-pickle",
    "png": "image/png",
    "py": "text/x-python",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tgz": "application/gzip",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "toml": "application/toml",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
    "zst": "application/zstd",
}


def media_type(filename: str) -> str:
    """Give the media type of a file, or that of any bytes if its name does not tell.

    Example:
        >>> media_type("scan.PNG"), media_type("notes"), media_type("data.v2")
        ('image/png', 'application/octet-stream', 'application/octet-stream')
    """
    return _BY_SUFFIX.get(filename.rpartition(".")[2].lower(), UNKNOWN)
