"""Copies that share their blocks with the original until one of them changes: Btrfs, XFS, ZFS and others."""

import os
import sys

if sys.platform == "linux":
    import fcntl

    # _IOW(0x94, 9, int). Source: ioctl_ficlone(2) and linux/fs.h.
    _FICLONE = 0x40049409

    def clone(source: str, descriptor: int) -> bool:
        """Make an empty file share the blocks of another; False if the file system cannot."""
        try:
            original = os.open(source, os.O_RDONLY)
        except OSError:
            return False
        try:
            fcntl.ioctl(descriptor, _FICLONE, original)
        except OSError:
            return False
        finally:
            os.close(original)
        return True

else:

    def clone(source: str, descriptor: int) -> bool:  # noqa: ARG001
        """Say that it cannot be done here: macOS clones paths, not open files."""
        return False
