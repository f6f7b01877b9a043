/* Loaded into a process before the C library: appends to a log what the process does to the files below
 * one folder, in the order in which it happens, and when it answers over a socket.
 *
 * RECORDED_FOLDER names the folder, RECORDED_LOG the log, RECORDED_END a pipe: the process is killed when
 * somebody opens it, between two calls. A record is a header, then `length` bytes.
 * `recording.py` reads them. A call that would change files in a way that is not written down here is
 * recorded as unknown, which the reader refuses. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct header {
    uint64_t inode;
    uint64_t offset;
    uint32_t length;
    uint32_t kind;
} __attribute__((packed));

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static int log_file = -1;

/* A kill from outside may come between a call and its record; this one waits until it is written. */
static void *end(void *pipe)
{
    if (syscall(SYS_openat, AT_FDCWD, pipe, O_RDONLY | O_CLOEXEC, 0) >= 0) {
        pthread_mutex_lock(&order);
        kill(getpid(), SIGKILL);
    }
    return NULL;
}

__attribute__((constructor)) static void begin(void)
{
    const char *named = getenv("RECORDED_FOLDER"), *log = getenv("RECORDED_LOG");
    char *pipe = getenv("RECORDED_END");
    pthread_t ender;
    if (!named || !log || !pipe || !realpath(named, folder))
        return;
    log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (pthread_create(&ender, NULL, end, pipe))
        abort();
}

static void record(char kind, uint64_t inode, uint64_t offset, const void *bytes, size_t length)
{
    struct header header = {inode, offset, length, kind};
    struct iovec parts[] = {{&header, sizeof header}, {(void *)bytes, length}};
    if (syscall(SYS_writev, log_file, parts, 2) != (long)(sizeof header + length))
        abort();
}

static int inside(const char *path)
{
    size_t length = strlen(folder);
    return log_file >= 0 && !strncmp(path, folder, length) && (!path[length] || path[length] == '/');
}

/* The absolute path of a name, whether it is there or not; its length, or 0 outside the folder. */
static size_t place(int at, const char *name, char *path)
{
    char around[PATH_MAX] = "", whole[PATH_MAX * 2], link[64];
    if (log_file < 0)
        return 0;
    if (name[0] != '/') {
        snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
        if (readlink(link, around, sizeof around - 1) < 0)
            return 0;
    }
    snprintf(whole, sizeof whole, "%s/%s", around, name);
    for (size_t end = strlen(whole); end > 1 && whole[end - 1] == '/'; end--)
        whole[end - 1] = 0;
    char *last = strrchr(whole, '/');
    *last = 0;
    if (!realpath(*whole ? whole : "/", path))
        return 0;
    size_t length = strlen(path);
    length += snprintf(path + length, PATH_MAX - length, "/%s", last + 1);
    return inside(path) ? length : 0;
}

/* Whether a descriptor is of a file or folder inside; which inode, and how long it is. */
static int opened(int fd, struct stat *found)
{
    char link[64], path[PATH_MAX] = "";
    if (log_file < 0 || fd == log_file || fstat(fd, found))
        return 0;
    if (!S_ISREG(found->st_mode) && !S_ISDIR(found->st_mode))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return readlink(link, path, sizeof path - 1) > 0 && inside(path);
}

/* Runs a call of the system, and what writes it down if it went well, as one. */
#define AS_ONE(type, call, written)              \
    pthread_mutex_lock(&order);                  \
    type done = (call);                          \
    int error = errno;                           \
    if (done >= 0) {                             \
        written;                                 \
    }                                            \
    pthread_mutex_unlock(&order);                \
    errno = error;                               \
    return done

static void note_open(int fd, int flags, int was_there, const char *path, size_t length)
{
    struct stat found;
    if (fstat(fd, &found) || !S_ISREG(found.st_mode))
        return;
    if (!was_there)
        record('C', found.st_ino, 0, path, length);
    else if (flags & O_TRUNC)
        record('T', found.st_ino, 0, NULL, 0);
}

static int open_at(int at, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    size_t length = flags & (O_CREAT | O_TRUNC) ? place(at, name, path) : 0;
    if (!length)
        return syscall(SYS_openat, at, name, flags, mode);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        abort();
    int was_there;
    AS_ONE(int,
           (was_there = !faccessat(AT_FDCWD, path, F_OK, 0),
            syscall(SYS_openat, at, name, flags, mode)),
           note_open(done, flags, was_there, path, length));
}

#define MODE_OF(flags)                          \
    mode_t mode = 0;                            \
    if ((flags) & (O_CREAT | O_TMPFILE)) {      \
        va_list rest;                           \
        va_start(rest, flags);                  \
        mode = va_arg(rest, mode_t);            \
        va_end(rest);                           \
    }

int open(const char *name, int flags, ...)
{
    MODE_OF(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...)
{
    MODE_OF(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int openat(int at, const char *name, int flags, ...)
{
    MODE_OF(flags)
    return open_at(at, name, flags, mode);
}

int openat64(int at, const char *name, int flags, ...)
{
    MODE_OF(flags)
    return open_at(at, name, flags, mode);
}

/* Where the next write goes without a place of its own. */
static off_t next(int fd, const struct stat *found)
{
    int flags = syscall(SYS_fcntl, fd, F_GETFL);
    return flags & O_APPEND ? found->st_size : syscall(SYS_lseek, fd, 0, SEEK_CUR);
}

static void note_parts(uint64_t inode, off_t offset, const struct iovec *parts, size_t left)
{
    for (; left; parts++) {
        size_t some = parts->iov_len < left ? parts->iov_len : left;
        record('W', inode, offset, parts->iov_base, some);
        offset += some;
        left -= some;
    }
}

static void note_answer(int fd, const struct iovec *parts, size_t count)
{
    struct stat found;
    if (log_file < 0 || !count || parts->iov_len < 7 || memcmp(parts->iov_base, "HTTP/1.", 7))
        return;
    if (fstat(fd, &found) || !S_ISSOCK(found.st_mode))
        return;
    pthread_mutex_lock(&order);
    record('A', 0, 0, NULL, 0);
    pthread_mutex_unlock(&order);
}

static ssize_t write_parts(int fd, const struct iovec *parts, int count, off_t offset, long call)
{
    struct stat found;
    note_answer(fd, parts, count);
    if (!opened(fd, &found))
        return syscall(call, fd, parts, count, offset, 0);
    AS_ONE(ssize_t,
           (fstat(fd, &found), offset = call == SYS_writev ? next(fd, &found) : offset,
            syscall(call, fd, parts, count, offset, 0)),
           note_parts(found.st_ino, offset, parts, done));
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    struct iovec part = {(void *)bytes, length};
    return write_parts(fd, &part, 1, 0, SYS_writev);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    return write_parts(fd, parts, count, 0, SYS_writev);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    struct iovec part = {(void *)bytes, length};
    return write_parts(fd, &part, 1, offset, SYS_pwritev);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    return write_parts(fd, parts, count, offset, SYS_pwritev);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset)
{
    return pwritev(fd, parts, count, offset);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
    struct iovec part = {(void *)bytes, length};
    note_answer(fd, &part, 1);
    return syscall(SYS_sendto, fd, bytes, length, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    note_answer(fd, message->msg_iov, message->msg_iovlen);
    return syscall(SYS_sendmsg, fd, message, flags);
}

/* What the disk would take its time for, only the recording needs. */
static int synced(int fd, long call)
{
    struct stat found;
    if (!opened(fd, &found))
        return syscall(call, fd);
    AS_ONE(int, 0, record('S', found.st_ino, 0, NULL, 0));
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t length)
{
    struct stat found;
    if (!opened(fd, &found))
        return syscall(SYS_ftruncate, fd, length);
    AS_ONE(int, syscall(SYS_ftruncate, fd, length), record('T', found.st_ino, length, NULL, 0));
}

int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static int named(char kind, int at, const char *name, long call, long argument)
{
    char path[PATH_MAX];
    struct stat found = {0};
    size_t length = place(at, name, path);
    if (!length)
        return syscall(call, at, name, argument);
    AS_ONE(int, syscall(call, at, name, argument),
           (lstat(path, &found), record(kind, found.st_ino, 0, path, length)));
}

int mkdirat(int at, const char *name, mode_t mode) { return named('D', at, name, SYS_mkdirat, mode); }

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int unlinkat(int at, const char *name, int flags) { return named('U', at, name, SYS_unlinkat, flags); }

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

/* A rename's record holds both paths, with a zero between them. */
int renameat2(int at, const char *name, int to_at, const char *to, unsigned flags)
{
    char paths[3 * PATH_MAX];
    size_t first = place(at, name, paths);
    size_t second = place(to_at, to, paths + first + 1);
    if (!first && !second)
        return syscall(SYS_renameat2, at, name, to_at, to, flags);
    AS_ONE(int, syscall(SYS_renameat2, at, name, to_at, to, flags),
           record(first && second && !flags ? 'R' : '?', 0, 0, paths, first + 1 + second));
}

int renameat(int at, const char *name, int to_at, const char *to)
{
    return renameat2(at, name, to_at, to, 0);
}

int rename(const char *name, const char *to) { return renameat2(AT_FDCWD, name, AT_FDCWD, to, 0); }

/* What no reader knows how to lose. */

static void unknown(int fd)
{
    struct stat found;
    if (!opened(fd, &found))
        return;
    pthread_mutex_lock(&order);
    record('?', found.st_ino, 0, NULL, 0);
    pthread_mutex_unlock(&order);
}

int fallocate(int fd, int mode, off_t offset, off_t length)
{
    unknown(fd);
    return syscall(SYS_fallocate, fd, mode, offset, length);
}

int fallocate64(int fd, int mode, off_t offset, off_t length)
{
    return fallocate(fd, mode, offset, length);
}

int posix_fallocate(int fd, off_t offset, off_t length)
{
    return fallocate(fd, 0, offset, length) ? errno : 0;
}

int posix_fallocate64(int fd, off_t offset, off_t length)
{
    return posix_fallocate(fd, offset, length);
}

ssize_t copy_file_range(int from, off_t *from_at, int to, off_t *to_at, size_t length, unsigned flags)
{
    unknown(to);
    return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t length)
{
    unknown(to);
    return syscall(SYS_sendfile, to, from, offset, length);
}

ssize_t sendfile64(int to, int from, off_t *offset, size_t length)
{
    return sendfile(to, from, offset, length);
}

int linkat(int at, const char *name, int to_at, const char *to, int flags)
{
    char path[PATH_MAX];
    size_t length = place(to_at, to, path);
    if (!length)
        return syscall(SYS_linkat, at, name, to_at, to, flags);
    AS_ONE(int, syscall(SYS_linkat, at, name, to_at, to, flags), record('?', 0, 0, path, length));
}

int link(const char *name, const char *to) { return linkat(AT_FDCWD, name, AT_FDCWD, to, 0); }
