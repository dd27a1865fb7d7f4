/*
 * Texts and lists laid out one behind the other, as Arrow has them: each of a few items as often
 * as rows have it.
 */

#include "_given.h"

enum { AT_ONCE = 16 /* so many bytes are copied whether they are asked for or not */ };

/* Let each row's item end where that of the row before it did, and its own length behind that;
 * how far all of them reach, or -1 if that is too far, or -2 if a row has an item that is not
 * there. */
static Py_ssize_t ends_of(
    const int32_t *codes, Py_ssize_t rows, const int32_t *lengths, Py_ssize_t items, int32_t *ends)
{
    int64_t end = 0;
    ends[0] = 0;
    for (Py_ssize_t row = 0; row < rows; row++) {
        const int32_t code = codes[row];
        if (code < 0 || code >= items || lengths[code] < 0)
            return -2;
        end += lengths[code];
        if (end > INT32_MAX)
            return -1;
        ends[row + 1] = (int32_t)end;
    }
    return (Py_ssize_t)end;
}

PyObject *py_ends(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *codes, *lengths, *ends, *result = NULL;
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!held)
        return PyErr_NoMemory();
    if (!PyArg_ParseTuple(args, "OOO", &codes, &lengths, &ends))
        goto done;
    const int32_t *code = data_of(held, codes, -1, sizeof(int32_t), 0);
    const Py_ssize_t rows = code ? last_size(held) : 0;
    const int32_t *length = code ? data_of(held, lengths, -1, sizeof(int32_t), 0) : NULL;
    const Py_ssize_t items = length ? last_size(held) : 0;
    int32_t *end = length ? data_of(held, ends, rows + 1, sizeof(int32_t), 1) : NULL;
    if (!end)
        goto done;
    Py_ssize_t total;
    Py_BEGIN_ALLOW_THREADS
    total = ends_of(code, rows, length, items, end);
    Py_END_ALLOW_THREADS
    if (total == -2)
        PyErr_SetString(PyExc_IndexError, "a row has an item that is not there");
    else
        result = PyLong_FromSsize_t(total);
done:
    let_go(held);
    PyMem_Free(held);
    return result;
}

/* Copy the item of each row to where it ends; 0 if one is not there, or ends elsewhere. */
static int lay_all(
    const int32_t *codes, Py_ssize_t rows, const int64_t *starts, Py_ssize_t items,
    const char *bytes, Py_ssize_t size, const int32_t *ends, char *found, Py_ssize_t room, int each)
{
    for (Py_ssize_t row = 0; row < rows; row++) {
        const int32_t code = codes[row];
        if (code < 0 || code >= items)
            return 0;
        const int64_t first = starts[code] * each, own = (starts[code + 1] - starts[code]) * each;
        const int64_t begin = (int64_t)ends[row] * each, end = (int64_t)ends[row + 1] * each;
        if (first < 0 || own < 0 || own > size - first || begin < 0 || end > room || end - begin != own)
            return 0;
        if (own <= AT_ONCE && first <= size - AT_ONCE && begin <= room - AT_ONCE)
            memcpy(found + begin, bytes + first, AT_ONCE); /* the next row writes over the rest */
        else
            memcpy(found + begin, bytes + first, (size_t)own);
    }
    return 1;
}

PyObject *py_lay(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *codes, *starts, *bytes, *ends, *found, *result = NULL;
    int each;
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!held)
        return PyErr_NoMemory();
    if (!PyArg_ParseTuple(args, "OOOOOi", &codes, &starts, &bytes, &ends, &found, &each))
        goto done;
    if (each != 1 && each != 4) {
        PyErr_SetString(PyExc_ValueError, "items are of one byte, or of four");
        goto done;
    }
    const int32_t *code = data_of(held, codes, -1, sizeof(int32_t), 0);
    const Py_ssize_t rows = code ? last_size(held) : 0;
    const int64_t *start = code ? data_of(held, starts, -1, sizeof(int64_t), 0) : NULL;
    const Py_ssize_t items = start ? last_size(held) - 1 : 0;
    const char *from = start ? data_of(held, bytes, -1, each, 0) : NULL;
    const Py_ssize_t size = from ? last_size(held) * each : 0;
    const int32_t *end = from ? data_of(held, ends, rows + 1, sizeof(int32_t), 0) : NULL;
    char *to = end ? data_of(held, found, -1, each, 1) : NULL;
    if (!to)
        goto done;
    const Py_ssize_t room = last_size(held) * each;
    int fine;
    Py_BEGIN_ALLOW_THREADS
    fine = lay_all(code, rows, start, items, from, size, end, to, room, each);
    Py_END_ALLOW_THREADS
    if (fine)
        result = Py_NewRef(Py_None);
    else
        PyErr_SetString(PyExc_IndexError, "a row has an item that is not there, or ends elsewhere");
done:
    let_go(held);
    PyMem_Free(held);
    return result;
}
