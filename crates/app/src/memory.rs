//! Where memory comes from.
//!
//! A page is some thousand small pieces that live for a moment and are freed on the thread that took them; mimalloc
//! keeps such pieces at hand for each thread. It also gives back to the system what is large: each password that is
//! hashed takes 19 MiB for a moment, and glibc's own allocator kept 590 MB after 70 of them.

#[global_allocator]
static HEAP: mimalloc::MiMalloc = mimalloc::MiMalloc;
