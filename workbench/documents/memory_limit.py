"""A limit to the memory of the process that runs: what goes beyond it is a MemoryError."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

#: Windows: what is limited in the process group made for this (JOB_OBJECT_LIMIT_PROCESS_MEMORY), and the
#: number of the structure that says so (JobObjectExtendedLimitInformation).
_PROCESS_MEMORY: Final = 0x100
_EXTENDED_LIMITS: Final = 9


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of Windows, with the structures in it written out."""

    _fields_ = (
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("most_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limit_memory(most: int) -> None:
    """Keep this process below so many bytes from now on, where the system can."""
    if sys.platform == "win32":
        limits = ExtendedLimits(flags=_PROCESS_MEMORY, process_memory=most)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        size = ctypes.sizeof(limits)
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        # The group lasts as long as the process that is in it, though its handle is never closed.
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
    else:
        import resource

        # macOS refuses limits below what a process has already.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
