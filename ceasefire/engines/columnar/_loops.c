/*
 * The inner loops of `quick.py`, compiled: verdicts of the worlds of rows, read off words, and
 * the stretches of time that rows lie in.
 *
 * Whatever is done here NumPy does too, in `words.py`, `splitting.py` and `instants.py`, which
 * say what it means. That is what runs where the package was installed without a compiler.
 *
 * A row has for each field a line of words: those rows of the rule sheet that what is said
 * of the field leaves alive, as `words.py` lays them out. A line of several cells has what
 * any of them leaves. The conjunction of a row's lines is looked up, instrument by
 * instrument, among the words of which the verdict was worked out before. Words that are met
 * for the first time are handed back, for Python to work them out, and the row is left to be
 * decided in a second call.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

#if defined(_MSC_VER)
#define INLINE static __forceinline
#else
#define INLINE static inline __attribute__((always_inline))
#endif

enum {
    EXCLUDED = 2, /* as in engines/reference/meaning.py */
    UNSURE = 5,   /* as in parts.py */
    OPEN = 64,    /* as in words.py */
    EMPTY = 255,  /* a row that is not decided yet, and a place without words */
    MOST = 64,    /* so many fields, words and instruments there may be */
    MOST_COLUMNS = 4, /* of a field */
    BLOCK = 64,   /* so many rows are worked on together: a word has a bit for each */
    FEW = 8,      /* so many worlds are compared with each other one by one */
    ROOM = 4096,  /* so many different worlds of a row are held, */
    STEPS = 1 << 16, /* and so many are tried, before the row is left to others */
    PLACES = 1 << 13, /* where worlds of a row are found again: twice as many as there may be */
};

#define HIGHEST ((uint64_t)1 << 63)
#define CERTAIN HIGHEST /* of the first word of a line: it is of one cell */
#define REACHED HIGHEST /* of words of an instrument: nothing keeps it away, as in parts.py */

/* What one field says: which line each row has, told by columns that are the digits of a number
 * each of which counts so many times, and the cells of lines that have several. */
typedef struct {
    int columns;
    const int32_t *rows[MOST_COLUMNS];
    int32_t strides[MOST_COLUMNS], highest[MOST_COLUMNS];
    const uint64_t *lines, *differ, *cells;
    const int32_t *counts, *starts;
} Field;

/* What was worked out of the words of one instrument, by open addressing: entries of words
 * and what they come to, in the first free place from where their hash leads.
 *
 * Others may read while one writes. An entry gets its words before what they come to; who
 * sees one without the other takes the words for unknown, and they are found to be known
 * when they are to be put there. */
typedef struct {
    const uint64_t *entries;
    uint64_t last;
    int shift, first, width;
} Memo;

typedef struct {
    Py_ssize_t rows, most, missed;
    int fields, memos, words, acts, wrong;
    Field field[MOST];
    Memo memo[MOST];
    const uint64_t *base;
    uint8_t *verdicts;
    uint64_t *unknown, *room;
    uint32_t *places; /* the number of a search, and of one of its worlds */
    uint32_t search;
} Task;

INLINE uint64_t hashed(const uint64_t *words, int width)
{
    const uint64_t mix = 0x9E3779B97F4A7C15u; /* the golden ratio spreads words over places */
    uint64_t hash = words[0] * mix;
    for (int k = 1; k < width; k++) {
        hash ^= hash >> 29;
        hash = (hash ^ words[k]) * mix;
    }
    return hash;
}

INLINE int same(const uint64_t *one, const uint64_t *other, int width)
{
    for (int k = 0; k < width; k++)
        if (one[k] != other[k])
            return 0;
    return 1;
}

/* The place of some words, or the free one that they would have. */
INLINE uint64_t place_of(const Memo *memo, const uint64_t *words, int width)
{
    uint64_t place = hashed(words, width) >> memo->shift;
    for (;;) {
        const uint64_t *entry = memo->entries + place * (width + 1);
        if (same(entry, words, width) || entry[width] == EMPTY)
            return place;
        place = (place + 1) & memo->last;
    }
}

/* What the words of a world come to under one instrument; EMPTY if that is not known. */
INLINE int known(const Memo *memo, const uint64_t *world, int width)
{
    const uint64_t place = place_of(memo, world + memo->first, width);
    return (int)memo->entries[place * (width + 1) + width];
}

/* The verdict on a world, by the gravest that instruments have, and what the act comes to. */
INLINE int verdict(int act, int gravest)
{
    return act != EXCLUDED ? act : gravest == UNSURE ? OPEN : gravest;
}

INLINE int verdict_on(const Task *task, const uint64_t *world)
{
    int gravest = EXCLUDED;
    for (int number = 1; number < task->memos; number++) {
        const Memo *memo = &task->memo[number];
        const int found = known(memo, world, memo->width);
        gravest = found > gravest ? found : gravest;
    }
    return verdict(known(&task->memo[0], world, task->memo[0].width), gravest);
}

/* Of an instrument that is not reached nothing matters but that it is there. */
INLINE uint64_t trimmed(uint64_t word)
{
    return word & REACHED ? word : word & 1;
}

/* Whether the last of some worlds is among the others; if not, it is from now on. */
INLINE int among(Task *task, const uint64_t *worlds, int last, int many, int W)
{
    const uint64_t *world = worlds + last * W;
    if (!many) {
        for (int other = last - 1; other >= 0; other--)
            if (same(worlds + other * W, world, W))
                return 1;
        return 0;
    }
    uint64_t place = hashed(world, W) >> 51;
    for (;; place = (place + 1) % PLACES) {
        uint32_t *held = task->places + 2 * place;
        if (held[0] != task->search) {
            held[0] = task->search;
            held[1] = (uint32_t)last;
            return 0;
        }
        if (same(worlds + held[1] * W, world, W))
            return 1;
    }
}

/* Find the different worlds of a row of which some fields are open; 0 if they are too many. */
INLINE int unfolded(Task *task, Py_ssize_t row, const uint64_t *whole, uint64_t **found, int W)
{
    uint64_t *held = task->room, *next = held + (ROOM + 1) * W;
    int size = 1, steps = 0;
    memcpy(held, whole, sizeof(uint64_t) * W);
    for (int number = 0; number < task->fields; number++) {
        const Field *field = &task->field[number];
        int32_t line = field->rows[0][row];
        for (int column = 1; column < field->columns; column++)
            line += field->rows[column][row] * field->strides[column];
        if (field->lines[(Py_ssize_t)line * W] & CERTAIN)
            continue;
        const int count = field->counts[line];
        const uint64_t *differ = field->differ + (Py_ssize_t)line * W;
        uint64_t matters = !count;
        for (int k = 0; k < W; k++)
            matters |= whole[k] & differ[k];
        if (!matters)
            continue;
        steps += size * count;
        if (!count || count > STEPS || steps > STEPS)
            return 0;
        const uint64_t *cells = field->cells + (Py_ssize_t)field->starts[line] * W;
        const int many = size * count > FEW;
        int fresh = 0;
        if (many && ++task->search == 0) { /* all numbers of searches were used */
            memset(task->places, 0, sizeof(uint32_t) * 2 * PLACES);
            task->search = 1;
        }
        for (int at = 0; at < size; at++) {
            for (int cell = 0; cell < count; cell++) {
                uint64_t *world = next + fresh * W;
                for (int k = 0; k < W; k++)
                    world[k] = held[at * W + k] & cells[cell * W + k];
                for (int k = task->acts; k < W; k++)
                    world[k] = trimmed(world[k]);
                if (!among(task, next, fresh, many, W) && ++fresh > ROOM)
                    return 0;
            }
        }
        uint64_t *before = held;
        held = next;
        next = before;
        size = fresh;
    }
    *found = held;
    return size;
}

/* Let each row of a block have the conjunction of its lines; return which are certain. */
INLINE uint64_t conjunctions(Task *task, Py_ssize_t begin, int rows, uint64_t *left, int W)
{
    uint64_t certain = 0;
    for (int row = 0; row < rows; row++)
        for (int k = 0; k < W; k++)
            left[row * W + k] = task->base[k];
    for (int number = 0; number < task->fields; number++) {
        const Field *field = &task->field[number];
        const int32_t *lines = field->rows[0] + begin;
        int32_t sums[BLOCK], wrong = 0;
        for (int column = 0; column < field->columns; column++) {
            const int32_t *digits = field->rows[column] + begin;
            const int32_t highest = field->highest[column];
            for (int row = 0; row < rows; row++)
                wrong |= digits[row] | (highest - digits[row]);
        }
        if (wrong < 0) { /* some digit is less than 0, or above the highest */
            task->wrong = 1;
            return 0;
        }
        if (field->columns > 1) {
            for (int row = 0; row < rows; row++)
                sums[row] = lines[row];
            for (int column = 1; column < field->columns; column++) {
                const int32_t *digits = field->rows[column] + begin;
                const int32_t stride = field->strides[column];
                for (int row = 0; row < rows; row++)
                    sums[row] += digits[row] * stride;
            }
            lines = sums;
        }
        for (int row = 0; row < rows; row++) {
            const uint64_t *line = field->lines + (Py_ssize_t)lines[row] * W;
            for (int k = 0; k < W; k++)
                left[row * W + k] &= line[k];
        }
    }
    for (int row = 0; row < rows; row++) {
        certain |= (left[row * W] >> 63) << row;
        left[row * W] &= ~CERTAIN;
        for (int k = task->acts; k < W; k++)
            left[row * W + k] = trimmed(left[row * W + k]);
    }
    return certain;
}

/* Look up what each row of a block comes to if it is certain. */
INLINE void look_up(const Task *task, const uint64_t *left, int rows, uint8_t *found, int W)
{
    int gravest[BLOCK];
    for (int row = 0; row < rows; row++)
        gravest[row] = EXCLUDED;
    for (int number = 1; number < task->memos; number++) {
        const Memo *memo = &task->memo[number];
        const int width = memo->width;
        for (int row = 0; row < rows; row++) {
            const uint64_t *world = left + row * W;
            const int own = width == 1 ? known(memo, world, 1) : known(memo, world, width);
            gravest[row] = own > gravest[row] ? own : gravest[row];
        }
    }
    const Memo *act = &task->memo[0];
    for (int row = 0; row < rows; row++)
        found[row] = (uint8_t)verdict(known(act, left + row * W, act->width), gravest[row]);
}

/* Decide the rows that are not decided yet, as far as what is unknown can be told. */
INLINE void decide_all(Task *task, const int W)
{
    uint64_t left[BLOCK * MOST];
    uint8_t found[BLOCK];
    for (Py_ssize_t begin = 0; begin < task->rows; begin += BLOCK) {
        const int rows = task->rows - begin < BLOCK ? (int)(task->rows - begin) : BLOCK;
        uint8_t *verdicts = task->verdicts + begin;
        if (!memchr(verdicts, EMPTY, (size_t)rows))
            continue;
        const uint64_t certain = conjunctions(task, begin, rows, left, W);
        if (task->wrong)
            return;
        look_up(task, left, rows, found, W);
        for (int row = 0; row < rows; row++) {
            const int alone = certain >> row & 1;
            if (verdicts[row] != EMPTY)
                continue;
            if (alone && found[row] != EMPTY) {
                verdicts[row] = found[row];
                continue;
            }
            uint64_t *worlds = left + row * W;
            int size = alone ? 1 : unfolded(task, begin + row, left + row * W, &worlds, W);
            int total = size ? 0 : OPEN;
            for (int at = 0; at < size; at++) {
                const int own = verdict_on(task, worlds + at * W);
                if (own == EMPTY) {
                    if (task->missed == task->most)
                        return;
                    memcpy(task->unknown + task->missed * W, worlds + at * W, sizeof(uint64_t) * W);
                    task->missed++;
                }
                total |= own; /* EMPTY has all bits: the row stays to be decided */
            }
            verdicts[row] = (uint8_t)total;
        }
    }
}

/* The same for words of which it is known when this is compiled how many they are. */
static void decide_task(Task *task)
{
    switch (task->words) {
    case 2: decide_all(task, 2); break;
    case 3: decide_all(task, 3); break;
    case 4: decide_all(task, 4); break;
    case 5: decide_all(task, 5); break;
    case 6: decide_all(task, 6); break;
    case 8: decide_all(task, 8); break;
    default: decide_all(task, task->words);
    }
}

/* --- what Python hands over --- */

typedef struct {
    Py_buffer views[MOST * 12]; /* of a field nine at most, of an instrument one */
    int count;
} Held;

static void let_go(Held *held)
{
    while (held->count)
        PyBuffer_Release(&held->views[--held->count]);
}

/* The data of an array with so many numbers of some bytes, or more if it is `least`. */
static void *data_of(Held *held, PyObject *array, Py_ssize_t size, Py_ssize_t item, int writable)
{
    Py_buffer *view = &held->views[held->count];
    if (held->count == MOST * 12) {
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

static Py_ssize_t last_size(const Held *held)
{
    const Py_buffer *view = &held->views[held->count - 1];
    return view->len / view->itemsize;
}

/* Take the columns of a field with so many lines: pairs of digits, and how much they count. */
static int take_columns(Task *task, Held *held, Field *field, PyObject *given, Py_ssize_t size)
{
    const Py_ssize_t count = PyTuple_Size(given);
    int fine = count >= 1 && count <= MOST_COLUMNS && size <= INT32_MAX;
    for (int number = 0; number < count && fine; number++) {
        PyObject *pair = PyTuple_GetItem(given, number), *rows;
        int stride;
        if (!pair || !PyArg_ParseTuple(pair, "Oi", &rows, &stride) ||
            !(field->rows[number] = data_of(held, rows, task->rows, sizeof(int32_t), 0)))
            return -1;
        fine = stride >= 1 && stride <= size && size % stride == 0;
        if (!fine)
            break;
        field->strides[number] = stride;
        field->highest[number] = (int32_t)(size / stride) - 1;
        if (!number)
            fine = stride == 1;
        else if ((fine = stride % field->strides[number - 1] == 0))
            field->highest[number - 1] = stride / field->strides[number - 1] - 1;
    }
    if (!fine)
        PyErr_SetString(PyExc_ValueError, "the columns of a field are no digits of its lines");
    field->columns = (int)count;
    return fine ? 0 : -1;
}

/* Take one field: (columns, lines, differ, counts, starts, cells). */
static int take_field(Task *task, Held *held, Field *field, PyObject *given)
{
    PyObject *columns, *lines, *differ, *counts, *starts, *cells;
    const Py_ssize_t word = sizeof(uint64_t), number = sizeof(int32_t), W = task->words;
    if (!PyArg_ParseTuple(given, "O!OOOOO", &PyTuple_Type, &columns, &lines, &differ, &counts,
                          &starts, &cells))
        return -1;
    if (!(field->counts = data_of(held, counts, -1, number, 0)))
        return -1;
    const Py_ssize_t size = last_size(held);
    if (take_columns(task, held, field, columns, size) < 0 ||
        !(field->starts = data_of(held, starts, size, number, 0)) ||
        !(field->lines = data_of(held, lines, size * W, word, 0)) ||
        !(field->differ = data_of(held, differ, size * W, word, 0)) ||
        !(field->cells = data_of(held, cells, -1, word, 0)))
        return -1;
    const Py_ssize_t each = last_size(held) / W;
    int fine = 1;
    for (Py_ssize_t line = 0; line < size && fine; line++)
        fine = field->counts[line] >= 0 && field->starts[line] >= 0 &&
               (Py_ssize_t)field->starts[line] + field->counts[line] <= each;
    if (!fine)
        PyErr_SetString(PyExc_IndexError, "a line has a cell that is not there");
    return fine ? 0 : -1;
}

/* Take what is known of some words: entries of `width` words and what they come to. */
static int take_memo(Held *held, Memo *memo, PyObject *entries, int first, int width, int writable)
{
    if (width < 1 || !(memo->entries = data_of(held, entries, -1, sizeof(uint64_t), writable)))
        return -1;
    const Py_ssize_t size = last_size(held) / (width + 1);
    if (size < 2 || size & (size - 1) || size * (width + 1) != last_size(held)) {
        PyErr_SetString(PyExc_ValueError, "the places of words are no power of two");
        return -1;
    }
    memo->last = (uint64_t)size - 1;
    memo->shift = 64;
    while ((Py_ssize_t)1 << (64 - memo->shift) < size)
        memo->shift--;
    memo->first = first;
    memo->width = width;
    return 0;
}

static int take_all(
    Task *task, Held *held, PyObject *fields, PyObject *memos, PyObject *spans, PyObject *base)
{
    const Py_ssize_t count = PyTuple_Size(fields), laws = PyTuple_Size(memos);
    if (count < 0 || laws < 0)
        return -1;
    if (count > MOST || laws < 1 || laws > MOST || task->words < 1 || task->words > MOST ||
        task->acts < 1 || task->acts > task->words) {
        PyErr_SetString(PyExc_ValueError, "too many fields, words or instruments, or too few");
        return -1;
    }
    task->fields = (int)count;
    task->memos = (int)laws;
    if (!(task->base = data_of(held, base, task->words, sizeof(uint64_t), 0)))
        return -1;
    const int32_t *span = data_of(held, spans, 2 * laws, sizeof(int32_t), 0);
    if (!span)
        return -1;
    for (int number = 0; number < laws; number++) {
        const int first = span[2 * number], width = span[2 * number + 1];
        if (first < 0 || width < 1 || width > task->words - first) {
            PyErr_SetString(PyExc_ValueError, "an instrument has words that are not there");
            return -1;
        }
        PyObject *entries = PyTuple_GetItem(memos, number);
        if (!entries || take_memo(held, &task->memo[number], entries, first, width, 0) < 0)
            return -1;
    }
    for (int number = 0; number < count; number++) {
        PyObject *given = PyTuple_GetItem(fields, number);
        if (!given || take_field(task, held, &task->field[number], given) < 0)
            return -1;
    }
    return 0;
}

static PyObject *py_decide(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *fields, *memos, *spans, *base, *verdicts, *unknown, *result = NULL;
    Task *task = PyMem_Calloc(1, sizeof(Task));
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!task || !held) {
        PyErr_NoMemory();
        goto done;
    }
    if (!PyArg_ParseTuple(args, "O!O!OOiOO", &PyTuple_Type, &fields, &PyTuple_Type, &memos, &spans,
                          &base, &task->acts, &verdicts, &unknown))
        goto done;
    if (!(task->verdicts = data_of(held, verdicts, -1, 1, 1)))
        goto done;
    task->rows = last_size(held);
    task->words = (int)PyObject_Size(base);
    if (PyErr_Occurred() || !(task->unknown = data_of(held, unknown, -1, sizeof(uint64_t), 1)))
        goto done;
    task->most = task->words > 0 ? last_size(held) / task->words : 0;
    if (take_all(task, held, fields, memos, spans, base) < 0)
        goto done;
    if (task->most < ROOM) {
        PyErr_SetString(PyExc_ValueError, "there is no room for the unknown words of a row");
        goto done;
    }
    task->room = PyMem_Malloc(sizeof(uint64_t) * 2 * (ROOM + 1) * (size_t)task->words);
    task->places = PyMem_Calloc(2 * PLACES, sizeof(uint32_t));
    if (!task->room || !task->places) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    decide_task(task);
    Py_END_ALLOW_THREADS
    if (task->wrong)
        PyErr_SetString(PyExc_IndexError, "a row has a line that is not there");
    else
        result = PyLong_FromSsize_t(task->missed);
done:
    if (held)
        let_go(held);
    if (task) {
        PyMem_Free(task->room);
        PyMem_Free(task->places);
    }
    PyMem_Free(held);
    PyMem_Free(task);
    return result;
}

static PyObject *py_put(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *entries, *words, *values, *result = NULL;
    int width;
    Memo memo;
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!held)
        return PyErr_NoMemory();
    if (!PyArg_ParseTuple(args, "OiOO", &entries, &width, &words, &values))
        goto done;
    const uint8_t *value = data_of(held, values, -1, 1, 0);
    if (!value)
        goto done;
    const Py_ssize_t count = last_size(held);
    const uint64_t *word = data_of(held, words, count * width, sizeof(uint64_t), 0);
    if (!word || take_memo(held, &memo, entries, 0, width, 1) < 0)
        goto done;
    uint64_t *places = held->views[held->count - 1].buf;
    Py_ssize_t fresh = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        const uint64_t place = place_of(&memo, word + number * width, width);
        volatile uint64_t *entry = places + place * (width + 1);
        if (entry[width] != EMPTY)
            continue;
        if (2 * (uint64_t)++fresh > memo.last) {
            PyErr_SetString(PyExc_ValueError, "there is no room for so many words");
            goto done;
        }
        for (int k = 0; k < width; k++)
            entry[k] = word[number * width + k];
        entry[width] = value[number];
    }
    result = PyLong_FromSsize_t(fresh);
done:
    let_go(held);
    PyMem_Free(held);
    return result;
}

/* Let each instant have the number of the stretch of time that it lies in, and -1 out of reach.
 *
 * Time is cut into equal pieces, of which each has the number of the stretch that all of it
 * lies in, or less than 0 where the edges have to be looked at. */
static PyObject *py_locate(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *instants, *edges, *pieces, *found, *result = NULL;
    long long low, high;
    int shift;
    Held *held = PyMem_Calloc(1, sizeof(Held));
    if (!held)
        return PyErr_NoMemory();
    if (!PyArg_ParseTuple(args, "OOOiLLO", &instants, &edges, &pieces, &shift, &low, &high, &found))
        goto done;
    const int64_t *edge = data_of(held, edges, -1, sizeof(int64_t), 0);
    const Py_ssize_t count = edge ? last_size(held) : 0;
    const int32_t *piece = edge ? data_of(held, pieces, -1, sizeof(int32_t), 0) : NULL;
    const Py_ssize_t size = piece ? last_size(held) : 0;
    const int64_t *instant = piece ? data_of(held, instants, -1, sizeof(int64_t), 0) : NULL;
    const Py_ssize_t rows = instant ? last_size(held) : 0;
    int32_t *stretch = instant ? data_of(held, found, rows, sizeof(int32_t), 1) : NULL;
    if (!stretch)
        goto done;
    if (count < 2 || size < 1 || shift < 0 || shift > 62) {
        PyErr_SetString(PyExc_ValueError, "time has no stretches");
        goto done;
    }
    Py_ssize_t outside = 0;
    Py_BEGIN_ALLOW_THREADS
    const int64_t first = edge[0], last = edge[count - 1] - 1;
    for (Py_ssize_t row = 0; row < rows; row++) {
        const int64_t own = instant[row];
        if (own < low || own >= high) {
            stretch[row] = -1;
            outside++;
            continue;
        }
        const int64_t when = own < first ? first : own > last ? last : own;
        const uint64_t place = (uint64_t)(when - first) >> shift;
        int32_t at = place < (uint64_t)size ? piece[place] : -1;
        if (at < 0) {
            Py_ssize_t begin = 0, end = count - 1; /* edge[begin] <= when < edge[end] */
            while (end - begin > 1) {
                const Py_ssize_t middle = begin + (end - begin) / 2;
                if (edge[middle] <= when)
                    begin = middle;
                else
                    end = middle;
            }
            at = (int32_t)begin;
        }
        stretch[row] = at;
    }
    Py_END_ALLOW_THREADS
    result = PyLong_FromSsize_t(outside);
done:
    let_go(held);
    PyMem_Free(held);
    return result;
}

static PyMethodDef methods[] = {
    {"decide", py_decide, METH_VARARGS,
     "decide(fields, memos, spans, base, acts, verdicts, unknown) -> how many were unknown"},
    {"put", py_put, METH_VARARGS, "put(entries, width, words, values) -> how many were new"},
    {"locate", py_locate, METH_VARARGS,
     "locate(instants, edges, pieces, shift, low, high, found) -> how many are out of reach"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_loops", "The inner loops of the columnar engine, compiled.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__loops(void)
{
    return PyModule_Create(&definition);
}
