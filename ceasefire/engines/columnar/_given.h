#ifndef CEASEFIRE_GIVEN_H
#define CEASEFIRE_GIVEN_H

/* What Python hands over to the compiled loops: arrays, by the buffers that they share. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

#if defined(_MSC_VER)
#define INLINE static __forceinline
#define UNROLL
#define LOAD(place) (*(const volatile uint64_t *)(place))
#define STORE(place, value) (*(volatile uint64_t *)(place) = (value))
#else
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 64")
#define LOAD(place) __atomic_load_n(place, __ATOMIC_ACQUIRE)
#define STORE(place, value) __atomic_store_n(place, value, __ATOMIC_RELEASE)
#endif

enum {
    MOST_FIELDS = 64,
    MOST_HELD = 1024, /* so many arrays at a time */
};

typedef struct {
    Py_buffer views[MOST_HELD];
    int count;
} Held;

static inline void let_go(Held *held)
{
    while (held->count)
        PyBuffer_Release(&held->views[--held->count]);
}

/* The data of an array of so many numbers, each of some bytes; of any number if it is -1. */
static inline void *data_of(Held *held, PyObject *array, Py_ssize_t size, Py_ssize_t item, int writable)
{
    Py_buffer *view = &held->views[held->count];
    if (held->count == MOST_HELD) {
        PyErr_SetString(PyExc_ValueError, "too many arrays");
        return NULL;
    }
    if (PyObject_GetBuffer(array, view, writable ? PyBUF_CONTIG : PyBUF_CONTIG_RO) < 0)
        return NULL;
    held->count++;
    if (view->itemsize != item || (size >= 0 && view->len != size * item)) {
        PyErr_Format(PyExc_ValueError, "an array has %zd bytes, not %zd numbers of %zd",
                     view->len, size, item);
        return NULL;
    }
    return view->buf;
}

static inline Py_ssize_t last_size(const Held *held)
{
    const Py_buffer *view = &held->views[held->count - 1];
    return view->len / view->itemsize;
}

/* Whether something is a tuple; an error is set if it is not. */
static inline int is_tuple(PyObject *given)
{
    if (given && !PyTuple_Check(given))
        PyErr_SetString(PyExc_TypeError, "what belongs together is given as tuples");
    return given && PyTuple_Check(given);
}

PyObject *py_kinds(PyObject *module, PyObject *args);
PyObject *py_ends(PyObject *module, PyObject *args);
PyObject *py_lay(PyObject *module, PyObject *args);

#endif
