/* Counts, records and fails the calls that change files under one folder (LD_PRELOAD; a test builds it with cc).
 *
 * faults_set(folder, at, kind, log) is called through ctypes before the work: from then on the at-th changing call under the folder
 * fails as `kind` says, and every changing call is a line in the log. faults_count() says how many there were.
 * kinds: kill (before the call), after (kill after the call), torn (write half, then kill), eio (this call), enospc (this and all
 * later calls that need space), short (half is written and reported so), nofile / nofolder (fsync of files / folders does nothing
 * and says it worked), none. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char folder[4096], kind[16];
static int log_fd = -1;
static long at;
static atomic_long count;
static atomic_int full;

void faults_set(const char *where, long fail_at, const char *how, const char *log) {
    at = fail_at; count = 0; full = 0;
    strncpy(folder, where, sizeof folder - 1); strncpy(kind, how, sizeof kind - 1);
    log_fd = *log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
}
long faults_count(void) { return count; }

void faults_note(const char *word) {
    char line[256]; int n = snprintf(line, sizeof line, "%s\n", word);
    if (log_fd >= 0) syscall(SYS_write, log_fd, line, n);
}

static int path_of(int fd, char *path) {
    char link[64]; snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
    if (n < 0) return 0;
    path[n] = 0; return 1;
}
static int ours(const char *path) { return *folder && strncmp(path, folder, strlen(folder)) == 0; }

static void record(const char *what, const char *path, const char *to) {
    char line[9000]; int n = snprintf(line, sizeof line, "%s\t%s\t%s\n", what, path, to);
    if (log_fd >= 0) syscall(SYS_write, log_fd, line, n);
}
static void die(void) { syscall(SYS_kill, syscall(SYS_getpid), SIGKILL); for (;;) syscall(SYS_pause); }

/* 0: go on; else the errno to fail with. */
static int due(int needs_space, int *now) {
    long n = ++count; *now = n == at;
    if (full && needs_space) return ENOSPC;
    if (!*now) return 0;
    if (!strcmp(kind, "kill")) die();
    if (!strcmp(kind, "eio")) return EIO;
    if (!strcmp(kind, "enospc")) { full = 1; return needs_space ? ENOSPC : 0; }
    return 0;
}
static void after(int now) { if (now && !strcmp(kind, "after")) die(); }

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define HALF(now, size) ((now) && (!strcmp(kind, "torn") || !strcmp(kind, "short")) && (size) > 1 ? (size) / 2 : (size))

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write); char path[4096]; int now = 0, fault;
    if (!*folder || !path_of(fd, path) || !ours(path)) return real(fd, bytes, size);
    if ((fault = due(1, &now))) { errno = fault; return -1; }
    record("write", path, "");
    ssize_t done = real(fd, bytes, HALF(now, size));
    if (now && !strcmp(kind, "torn")) die();
    after(now); return done;
}
static ssize_t pwrite_at(ssize_t (*real)(int, const void *, size_t, off_t), int fd, const void *bytes, size_t size, off_t where) {
    char path[4096]; int now = 0, fault;
    if (!*folder || !path_of(fd, path) || !ours(path)) return real(fd, bytes, size, where);
    if ((fault = due(1, &now))) { errno = fault; return -1; }
    record("write", path, "");
    ssize_t done = real(fd, bytes, HALF(now, size), where);
    if (now && !strcmp(kind, "torn")) die();
    after(now); return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t where) { REAL(pwrite); return pwrite_at(real, fd, bytes, size, where); }
ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t where) { REAL(pwrite64); return pwrite_at((void *)real, fd, bytes, size, where); }

static int sync_with(int (*real)(int), int fd) {
    char path[4096]; struct stat is; int now = 0, fault;
    if (!*folder || !path_of(fd, path) || !ours(path)) return real(fd);
    int of_folder = fstat(fd, &is) == 0 && S_ISDIR(is.st_mode);
    if (!strcmp(kind, of_folder ? "nofolder" : "nofile")) return 0;
    if ((fault = due(0, &now))) { errno = fault; return -1; }
    int done = real(fd);
    record(of_folder ? "syncfolder" : "sync", path, ""); after(now); return done;
}
int fsync(int fd) { REAL(fsync); return sync_with(real, fd); }
int fdatasync(int fd) { REAL(fdatasync); return sync_with(real, fd); }

int rename(const char *old, const char *new) {
    REAL(rename); int now = 0, fault;
    if (!ours(new)) return real(old, new);
    if ((fault = due(1, &now))) { errno = fault; return -1; }
    int done = real(old, new); record("rename", old, new); after(now); return done;
}
int unlink(const char *path) {
    REAL(unlink); int now = 0, fault;
    if (!ours(path)) return real(path);
    if ((fault = due(0, &now))) { errno = fault; return -1; }
    int done = real(path); record("unlink", path, ""); after(now); return done;
}
static int truncate_with(int (*real)(int, off_t), int fd, off_t size) {
    char path[4096]; int now = 0, fault;
    if (!*folder || !path_of(fd, path) || !ours(path)) return real(fd, size);
    if ((fault = due(1, &now))) { errno = fault; return -1; }
    int done = real(fd, size); record("write", path, ""); after(now); return done;
}
int ftruncate(int fd, off_t size) { REAL(ftruncate); return truncate_with(real, fd, size); }
int ftruncate64(int fd, off_t size) { REAL(ftruncate64); return truncate_with((void *)real, fd, size); }
