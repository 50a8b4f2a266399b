//! What is large goes back to the system when it is freed.
//!
//! Each password that is hashed takes 19 MiB for a moment. glibc takes the first such piece from the system and learns
//! from its return to keep the next ones in the heap of the thread: measured here, 590 MB stayed after 70 passwords.
//! A fixed threshold ends the learning.

/// From this size on, in bytes, memory is taken from the system and given back at once.
#[cfg(target_env = "gnu")]
const LARGE: i32 = 1 << 20;

/// Call first, before there are threads.
pub fn give_back_what_is_large() {
    #[cfg(target_env = "gnu")]
    #[expect(unsafe_code, reason = "mallopt has no safe wrapper; it is called once, before there are threads, with a valid parameter")]
    // SAFETY: M_MMAP_THRESHOLD takes any size; no other thread allocates yet.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
