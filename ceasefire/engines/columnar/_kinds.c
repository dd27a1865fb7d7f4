/*
 * Rows of one kind: such as leave the same rows of the rule sheet alive, and of which the same
 * is open. What one of them comes to, all others do: `kinds.py` says what that is good for. Where
 * the package was installed without a compiler, rows are not told apart so.
 *
 * A kind is told by its key: the words that the lines of its fields leave together, then for
 * each field the number of its line, if that is of several cells, or 0. A word has room for
 * two such numbers.
 */

#include "_given.h"

typedef struct {
    const int32_t *rows; /* the line of each row */
    const uint64_t *lines;
    const uint8_t *open; /* whether a line has to be told apart from others beside its words */
    Py_ssize_t size;
} Field;

/* Kinds by number, by open addressing: a slot has half the hash of a key, and one more than the
 * number of its kind, as 0 is none. */
typedef struct {
    uint64_t *slots, *keys;
    Py_ssize_t last, room, count, fresh;
    int fields, width, length; /* of the words of a line, and of a key */
    int32_t *numbers, *firsts;
    Field field[MOST_FIELDS];
} Kinds;

/* Lanes that hang on each other only in the end: a key is long. */
INLINE uint64_t hashed(const uint64_t *key, int length)
{
    const uint64_t mix = 0x9E3779B97F4A7C15u;
    uint64_t lanes[4] = {1, 2, 3, 4};
    int k = 0;
    for (; k + 4 <= length; k += 4)
        for (int lane = 0; lane < 4; lane++)
            lanes[lane] = ((lanes[lane] ^ key[k + lane]) * mix) ^ (lanes[lane] >> 31);
    for (; k < length; k++)
        lanes[0] = ((lanes[0] ^ key[k]) * mix) ^ (lanes[0] >> 31);
    uint64_t hash = lanes[0];
    for (int lane = 1; lane < 4; lane++)
        hash = (hash ^ (hash >> 29) ^ lanes[lane]) * mix;
    return hash ^ (hash >> 32);
}

/* Put the key together of a row; 0 if it has a line that is not there. */
INLINE int put_together(const Kinds *kinds, Py_ssize_t row, uint64_t *key)
{
    const int width = kinds->width;
    for (int k = 0; k < width; k++)
        key[k] = ~(uint64_t)0;
    for (int k = width; k < kinds->length; k++)
        key[k] = 0;
    for (int number = 0; number < kinds->fields; number++) {
        const Field *field = &kinds->field[number];
        const int32_t own = field->rows[row];
        if (own < 0 || own >= field->size)
            return 0;
        const uint64_t *line = field->lines + (Py_ssize_t)own * width;
        for (int k = 0; k < width; k++)
            key[k] &= line[k];
        const uint64_t told = field->open[own] ? (uint64_t)own + 1 : 0;
        key[width + number / 2] |= told << (number % 2 ? 32 : 0);
    }
    return 1;
}

/* Find the number of a kind, which is a new one if it was not met before; -1 if there is no
 * room for one. */
INLINE int32_t number_of(Kinds *kinds, const uint64_t *key, Py_ssize_t row)
{
    const size_t size = sizeof(uint64_t) * (size_t)kinds->length;
    const uint64_t hash = hashed(key, kinds->length), half = hash & ~(uint64_t)UINT32_MAX;
    Py_ssize_t place = (Py_ssize_t)(hash & (uint64_t)kinds->last);
    for (Py_ssize_t step = 0; step <= kinds->last; step++, place = (place + 1) & kinds->last) {
        const uint64_t slot = kinds->slots[place];
        if (!slot) {
            if (kinds->count == kinds->room)
                return -1;
            memcpy(kinds->keys + kinds->count * kinds->length, key, size);
            kinds->firsts[kinds->fresh++] = (int32_t)row;
            kinds->slots[place] = half | (uint64_t)++kinds->count;
            return (int32_t)kinds->count - 1;
        }
        const Py_ssize_t number = (Py_ssize_t)(slot & UINT32_MAX) - 1;
        if ((slot ^ half) <= UINT32_MAX && number >= 0 && number < kinds->count &&
            !memcmp(kinds->keys + number * kinds->length, key, size))
            return (int32_t)number;
    }
    return -1;
}

/* Number rows by their kinds, as long as there is room for these; return how many were, or -1 if
 * one has a line that is not there. */
static Py_ssize_t number_all(Kinds *kinds, Py_ssize_t rows, uint64_t *key)
{
    for (Py_ssize_t row = 0; row < rows; row++) {
        if (!put_together(kinds, row, key))
            return -1;
        if ((kinds->numbers[row] = number_of(kinds, key, row)) < 0)
            return row;
    }
    return rows;
}

/* Take one field: (rows, lines, open). */
static int take_field(Kinds *kinds, Held *held, Field *field, PyObject *given, Py_ssize_t rows)
{
    PyObject *own, *lines, *open;
    if (!is_tuple(given) || !PyArg_ParseTuple(given, "OOO", &own, &lines, &open) ||
        !(field->rows = data_of(held, own, rows, sizeof(int32_t), 0)) ||
        !(field->open = data_of(held, open, -1, 1, 0)))
        return -1;
    field->size = last_size(held);
    field->lines = data_of(held, lines, field->size * kinds->width, sizeof(uint64_t), 0);
    return field->lines ? 0 : -1;
}

PyObject *py_kinds(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *fields, *slots, *keys, *numbers, *firsts, *result = NULL;
    uint64_t *key = NULL;
    Kinds *kinds = PyMem_Calloc(1, sizeof(Kinds));
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!kinds || !held) {
        PyErr_NoMemory();
        goto done;
    }
    if (!PyArg_ParseTuple(args, "O!iOOnOO", &PyTuple_Type, &fields, &kinds->width, &slots, &keys,
                          &kinds->count, &numbers, &firsts))
        goto done;
    const Py_ssize_t count = PyTuple_Size(fields);
    if (count < 1 || count > MOST_FIELDS || kinds->width < 1 || kinds->width > INT32_MAX / 16) {
        PyErr_SetString(PyExc_ValueError, "too many fields or words, or none");
        goto done;
    }
    kinds->fields = (int)count;
    kinds->length = kinds->width + (kinds->fields + 1) / 2;
    if (!(kinds->numbers = data_of(held, numbers, -1, sizeof(int32_t), 1)))
        goto done;
    const Py_ssize_t rows = last_size(held);
    if (!(kinds->firsts = data_of(held, firsts, rows, sizeof(int32_t), 1)) ||
        !(kinds->keys = data_of(held, keys, -1, sizeof(uint64_t), 1)))
        goto done;
    kinds->room = last_size(held) / kinds->length;
    if (!(kinds->slots = data_of(held, slots, -1, sizeof(uint64_t), 1)))
        goto done;
    const Py_ssize_t places = last_size(held);
    if (places < 1 || places & (places - 1) || kinds->room >= places || kinds->room > INT32_MAX ||
        kinds->count < 0 || kinds->count > kinds->room || rows > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "kinds have no room, or are too many");
        goto done;
    }
    kinds->last = places - 1;
    for (Py_ssize_t number = 0; number < count; number++)
        if (take_field(kinds, held, &kinds->field[number], PyTuple_GetItem(fields, number), rows))
            goto done;
    if (!(key = PyMem_Malloc(sizeof(uint64_t) * (size_t)kinds->length))) {
        PyErr_NoMemory();
        goto done;
    }
    Py_ssize_t numbered;
    Py_BEGIN_ALLOW_THREADS
    numbered = number_all(kinds, rows, key);
    Py_END_ALLOW_THREADS
    if (numbered < 0)
        PyErr_SetString(PyExc_IndexError, "a row has a line that is not there");
    else
        result = Py_BuildValue("nn", numbered, kinds->count);
done:
    if (held)
        let_go(held);
    PyMem_Free(key);
    PyMem_Free(held);
    PyMem_Free(kinds);
    return result;
}
