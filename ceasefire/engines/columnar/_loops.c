/*
 * The inner loops of `swift.py`, compiled: verdicts of the worlds of rows, read off words, and
 * the stretches of time that rows lie in.
 *
 * Whatever is done here NumPy does too, in `words.py`, `splitting.py` and `instants.py`, which
 * say what it means. That is what runs where the package was installed without a compiler.
 *
 * An instrument is a *part*, and so is what is asked of any act, which comes first. A row has
 * for each field a line: a first word of the parts that what is said of the field does not keep
 * away, and of the rows of the rule sheet those that it leaves alive, in words, as `words.py`
 * lays them out. A line of several cells has what any of them leaves. The conjunction of a row's
 * lines is looked up, part by part, among the words of which the verdict was worked out before.
 * Words that are met for the first time are handed back, for Python to work them out, and
 * the row is left to be decided in a second call.
 */

#include "_given.h"

enum {
    EXCLUDED = 2,  /* as in engines/reference/meaning.py */
    VIOLATING = 8, /* likewise */
    UNSURE = 5,    /* as in parts.py */
    OPEN = 64,     /* as in words.py */
    EMPTY = 255,   /* a row that is not decided yet, and a place without words */
    MOST_PARTS = 63,
    MOST_WORDS = 64,   /* of the parts that are not kept away from a row */
    MOST_COLUMNS = 2,  /* of a field */
    NARROW = 16,       /* so many words of a line are all put together, whether they matter or not */
    TOGETHER = 4,      /* so many rows at a time: as many as there are registers for */
    BLOCK = 128,       /* so many rows are worked on together */
    FEW = 8,           /* so many worlds are compared with each other one by one */
    ROOM = 4096,       /* so many different worlds of a row are held, */
    STEPS = 1 << 16,   /* and so many are tried, before the row is left to others */
    PLACES = 1 << 13,  /* where worlds of a row are found again: twice as many as there may be */
    ALIKE = 1 << 12,   /* where open rows are found again that come to the same, */
    MOST_KEYS = 1 + MOST_WORDS + MOST_FIELDS, /* told by so many words at the most */
};

#define CERTAIN ((uint64_t)1 << 63) /* among the parts of a line: it is of one cell */

/* What one field says: which line each row has, told by columns that are the digits of a number
 * each of which counts so many times, and what lines leave. `differ` and `apart` have what not
 * all cells of a line leave alike, and the parts for which that makes a difference; `cells` has
 * what each cell leaves. */
typedef struct {
    int columns;
    int keeps, matters, certain; /* whether it keeps parts away or is open, or asks; never is open */
    const int32_t *rows[MOST_COLUMNS];
    int32_t strides[MOST_COLUMNS], highest[MOST_COLUMNS];
    Py_ssize_t size, each;
    const uint64_t *lines, *apart, *differ, *cells;
    const int32_t *counts, *starts;
    const uint8_t *asks; /* whether a word asks about the field at all */
} Field;

/* What was worked out of the words of one part, by open addressing: entries of words and what
 * they come to, in the first free place from where their hash leads.
 *
 * Others may read while one writes: an entry gets its words before what they come to, and
 * counts for nothing until it has that. */
typedef struct {
    const uint64_t *entries;
    uint64_t last;
    int shift, first, width;
} Memo;

/* The worlds of an open row: the words that its fields leave together, and the lines of those
 * that are open; and the verdicts on them. */
typedef struct {
    uint64_t key[MOST_KEYS];
    int length, verdicts; /* none is of no length */
} Worlds;

typedef struct {
    Py_ssize_t rows, most, missed;
    int fields, memos, width, widest, wrong; /* `width` is that of lines */
    int opens, open[MOST_FIELDS]; /* the fields of which some line is of several cells, or none */
    Field field[MOST_FIELDS];
    Memo memo[MOST_PARTS];
    const uint64_t *whole; /* a line of which nothing is ruled out */
    uint8_t *verdicts;
    uint64_t *unknown; /* the number of a part, and its words */
    uint64_t *room;
    uint32_t *places; /* the number of a search, and of one of its worlds */
    uint32_t search;
    Worlds *alike;
} Task;

/* The parts that matter to a row, and where their words are. */
typedef struct {
    int count, words;
    uint8_t part[MOST_PARTS], begin[MOST_PARTS];
    int word[MOST_WORDS];
    uint8_t of[MOST_WORDS]; /* the part of each word */
} Shape;

/* What was found out of the rows of a block. The words of a narrow line are all there, of others
 * those of the parts that matter to a row, one after the other. */
typedef struct {
    int rows, narrow;
    const int32_t *lines[MOST_FIELDS];
    int32_t sums[MOST_FIELDS][BLOCK];
    uint64_t parts[BLOCK], words[BLOCK][MOST_WORDS + 1];
    uint8_t count[BLOCK], act[BLOCK], gravest[BLOCK], unknown[BLOCK];
} Block;

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

/* What the words of a part come to; EMPTY if that is not known. What they come to is read
 * before the words are: once it is there, these are, and neither ever changes. */
INLINE int looked_up(const Memo *memo, const uint64_t *words, int width)
{
    uint64_t place = hashed(words, width) >> memo->shift;
    for (;;) {
        const uint64_t *entry = memo->entries + place * (width + 1);
        const uint64_t value = LOAD(entry + width);
        if (value == EMPTY || same(entry, words, width))
            return (int)value;
        place = (place + 1) & memo->last;
    }
}

INLINE int known(const Memo *memo, const uint64_t *words)
{
    return memo->width == 1 ? looked_up(memo, words, 1) : looked_up(memo, words, memo->width);
}

/* Hand words back that are not known; 0 if there is no room for them. */
static int hand_back(Task *task, int part, const uint64_t *words)
{
    if (task->missed == task->most)
        return 0;
    uint64_t *held = task->unknown + task->missed++ * (task->widest + 1);
    held[0] = (uint64_t)part;
    memcpy(held + 1, words, sizeof(uint64_t) * task->memo[part].width);
    return 1;
}

/* The verdict on a world, by what the act itself comes to, and the gravest that parts have. */
INLINE int verdict(int act, int gravest)
{
    return act != EXCLUDED ? act : gravest == UNSURE ? OPEN : gravest;
}

/* The verdict on a world of these parts; EMPTY if some words are not known, and were handed
 * back; -1 if there was no room for them. */
INLINE int verdict_on(Task *task, const Shape *shape, uint64_t parts, const uint64_t *world)
{
    int gravest = EXCLUDED, unknown = 0;
    for (int at = 0; at < shape->count; at++) {
        const int part = shape->part[at];
        if (!(parts >> part & 1))
            continue;
        const uint64_t *words = world + shape->begin[at];
        const int found = known(&task->memo[part], words);
        if (found == EMPTY) {
            if (!hand_back(task, part, words))
                return -1;
            unknown = 1;
        } else if (!part) { /* what the act itself comes to decides before instruments do */
            if (found != EXCLUDED)
                return found;
        } else if (found > gravest) {
            gravest = found;
            if (gravest == VIOLATING && !unknown)
                break;
        }
    }
    return unknown ? EMPTY : verdict(EXCLUDED, gravest);
}

/* Whether the last of some worlds is among the others; if not, it is from now on. */
INLINE int among(Task *task, const uint64_t *worlds, int last, int many, int width)
{
    const uint64_t *world = worlds + (Py_ssize_t)last * width;
    if (!many) {
        for (int other = last - 1; other >= 0; other--)
            if (same(worlds + (Py_ssize_t)other * width, world, width))
                return 1;
        return 0;
    }
    uint64_t place = hashed(world, width) >> 51;
    for (;; place = (place + 1) % PLACES) {
        uint32_t *held = task->places + 2 * place;
        if (held[0] != task->search) {
            held[0] = task->search;
            held[1] = (uint32_t)last;
            return 0;
        }
        if (same(worlds + (Py_ssize_t)held[1] * width, world, width))
            return 1;
    }
}

/* Begin to tell the worlds of a row apart. */
INLINE void begin_search(Task *task)
{
    if (++task->search)
        return;
    memset(task->places, 0, sizeof(uint32_t) * 2 * PLACES); /* all numbers were used */
    task->search = 1;
}

/* Find the different worlds of a row of which some fields are open; 0 if they are too many.
 * A world is the parts that are not kept away from it, and their words. */
static int unfolded(
    Task *task, const Shape *shape, const int32_t *const *lines, int row, const uint64_t *whole,
    uint64_t **found)
{
    const int width = shape->words + 1;
    uint64_t *held = task->room, *next = held + (Py_ssize_t)(ROOM + 1) * width;
    int size = 1, steps = 0;
    memcpy(held, whole, sizeof(uint64_t) * width);
    for (int at = 0; at < task->opens; at++) {
        const int number = task->open[at];
        const Field *field = &task->field[number];
        const int32_t line = lines[number][row];
        if (field->lines[(Py_ssize_t)line * task->width] & CERTAIN)
            continue;
        const int count = field->counts[line];
        if (!count)
            return 0;
        if (!(field->apart[line] & whole[0]))
            continue;
        const uint64_t *differ = field->differ + (Py_ssize_t)line * task->width;
        uint64_t matters = differ[0] & whole[0];
        for (int k = 0; k < shape->words; k++)
            matters |= differ[shape->word[k]] & whole[k + 1];
        if (!matters)
            continue;
        if (count > STEPS || (steps += size * count) > STEPS)
            return 0;
        const int many = size * count > FEW;
        int fresh = 0;
        if (many)
            begin_search(task);
        for (int at = 0; at < size; at++) {
            const uint64_t *before = held + (Py_ssize_t)at * width;
            for (int each = 0; each < count; each++) {
                const Py_ssize_t cell = (Py_ssize_t)field->starts[line] + each;
                const uint64_t *own = field->cells + cell * task->width;
                uint64_t *world = next + (Py_ssize_t)fresh * width;
                const uint64_t parts = world[0] = before[0] & own[0];
                for (int k = 0; k < shape->words; k++)
                    world[k + 1] = before[k + 1] & own[shape->word[k]] & -(parts >> shape->of[k] & 1);
                if (!among(task, next, fresh, many, width) && ++fresh > ROOM)
                    return 0;
            }
        }
        uint64_t *last = held;
        held = next;
        next = last;
        size = fresh;
    }
    *found = held;
    return size;
}

/* Find the lines of the rows of a block. */
INLINE void find_lines(Task *task, Py_ssize_t begin, Block *block)
{
    const int rows = block->rows;
    for (int number = 0; number < task->fields; number++) {
        const Field *field = &task->field[number];
        int32_t *sums = block->sums[number], wrong = 0;
        for (int column = 0; column < field->columns; column++) {
            const int32_t *digits = field->rows[column] + begin;
            const int32_t highest = field->highest[column], stride = field->strides[column];
            for (int row = 0; row < rows; row++)
                wrong |= digits[row] | (highest - digits[row]);
            for (int row = 0; column && row < rows; row++)
                sums[row] = (column > 1 ? sums[row] : field->rows[0][begin + row]) +
                            (int32_t)((uint32_t)digits[row] * (uint32_t)stride);
        }
        block->lines[number] = field->columns > 1 ? sums : field->rows[0] + begin;
        if (wrong < 0) { /* some digit is less than 0, or above the highest */
            task->wrong = 1;
            return;
        }
    }
}

/* Find the parts that no field keeps away from the rows of a block. */
INLINE void find_parts(const Task *task, Block *block)
{
    for (int row = 0; row < block->rows; row++)
        block->parts[row] = ~(uint64_t)0;
    for (int number = 0; number < task->fields; number++) {
        const Field *field = &task->field[number];
        const int32_t *lines = block->lines[number];
        for (int row = 0; field->keeps && row < block->rows; row++)
            block->parts[row] &= field->lines[(Py_ssize_t)lines[row] * task->width];
    }
}

/* Put the lines together of some rows of a block that follow each other. What they leave stays
 * in registers, if loops over it are unrolled. */
INLINE void put_some(const Task *task, Block *block, int row, const int count, const int width)
{
    uint64_t left[TOGETHER * NARROW];
    UNROLL
    for (int at = 0; at < count * width; at++)
        left[at] = task->whole[at % width];
    for (int number = 0; number < task->fields; number++) {
        const Field *field = &task->field[number];
        const int32_t *lines = block->lines[number] + row;
        if (!field->matters)
            continue;
        UNROLL
        for (int at = 0; at < count; at++) {
            const uint64_t *line = field->lines + (Py_ssize_t)lines[at] * width;
            UNROLL
            for (int k = 0; k < width; k++)
                left[at * width + k] &= line[k];
        }
    }
    UNROLL
    for (int at = 0; at < count; at++) {
        block->parts[row + at] = left[at * width];
        UNROLL
        for (int k = 0; k < width; k++)
            block->words[row + at][k] = left[at * width + k];
    }
}

/* Put all lines together, of so many words, whether they matter or not. */
INLINE void put_lines(const Task *task, Block *block, const int width)
{
    int row = 0;
    for (; row + TOGETHER <= block->rows; row += TOGETHER)
        put_some(task, block, row, TOGETHER, width);
    for (; row < block->rows; row++)
        put_some(task, block, row, 1, width);
}

/* The same, of narrow lines: how many words they have is known when this is compiled. */
static void put_narrow(const Task *task, Block *block)
{
    switch (task->width) {
    case 2: put_lines(task, block, 2); break;
    case 4: put_lines(task, block, 4); break;
    case 6: put_lines(task, block, 6); break;
    case 8: put_lines(task, block, 8); break;
    case 10: put_lines(task, block, 10); break;
    case 12: put_lines(task, block, 12); break;
    case 14: put_lines(task, block, 14); break;
    default: put_lines(task, block, NARROW); break;
    }
}

/* Put the words together of one part, for the rows of a block to which it matters. */
INLINE void put_together(const Task *task, Block *block, int part, const uint8_t *some, int size)
{
    const Memo *memo = &task->memo[part];
    const int rows = block->rows, most = 2 * size > rows; /* then all are gone through */
    const Py_ssize_t width = task->width;
    uint64_t left[BLOCK];
    for (int k = memo->first; k < memo->first + memo->width; k++) {
        for (int at = 0; at < rows; at++)
            left[at] = task->whole[k];
        for (int number = 0; number < task->fields; number++) {
            const Field *field = &task->field[number];
            const uint64_t *words = field->lines + k;
            const int32_t *lines = block->lines[number];
            if (!field->asks[k])
                continue;
            if (most)
                for (int row = 0; row < rows; row++)
                    left[row] &= words[lines[row] * width];
            else
                for (int at = 0; at < size; at++)
                    left[at] &= words[lines[some[at]] * width];
        }
        for (int at = 0; at < size; at++) {
            const int row = some[at], place = block->count[row] + k - memo->first + 1;
            block->words[row][place] = left[most ? row : at];
        }
    }
}

/* Look up what one part says of some rows of a block; 0 if there is no room for unknown words. */
INLINE int look_up(Task *task, Block *block, int part, const uint8_t *some, int size)
{
    const Memo *memo = &task->memo[part];
    const uint64_t *last = NULL;
    int found = EMPTY;
    for (int at = 0; at < size; at++) {
        const int row = some[at];
        const uint64_t *words =
            block->words[row] + (block->narrow ? memo->first : block->count[row] + 1);
        block->count[row] += (uint8_t)memo->width;
        if (!(block->parts[row] & CERTAIN))
            continue;
        /* Of the act itself most rows say the same. */
        if (part || !last || !same(words, last, memo->width))
            found = known(memo, words);
        last = words;
        if (found == EMPTY) {
            block->unknown[row] = 1;
            if (!hand_back(task, part, words))
                return 0;
        } else if (!part) {
            block->act[row] = (uint8_t)found;
        } else if (found > block->gravest[row]) {
            block->gravest[row] = (uint8_t)found;
        }
    }
    return 1;
}

/* Go through the parts for all rows of a block; 0 if there is no room for unknown words. */
INLINE int go_through(Task *task, Block *block, uint8_t *verdicts)
{
    for (int part = 0; part < task->memos; part++) {
        const int width = task->memo[part].width;
        uint8_t some[BLOCK];
        int size = 0;
        for (int row = 0; row < block->rows; row++) {
            some[size] = (uint8_t)row;
            size += (block->parts[row] >> part & 1) & (verdicts[row] == EMPTY);
        }
        for (int at = 0; at < size && !block->narrow; at++)
            if (block->count[some[at]] + width > MOST_WORDS) {
                verdicts[some[at]] = OPEN; /* too many parts matter */
                some[at--] = some[--size];
            }
        if (!size)
            continue;
        if (!block->narrow)
            put_together(task, block, part, some, size);
        if (!look_up(task, block, part, some, size))
            return 0;
    }
    return 1;
}

/* Tell which words of a row belong to which part. */
INLINE void shape_of(const Task *task, uint64_t parts, Shape *shape)
{
    shape->count = shape->words = 0;
    for (int part = 0; part < task->memos; part++) {
        if (!(parts >> part & 1))
            continue;
        const Memo *memo = &task->memo[part];
        shape->part[shape->count] = (uint8_t)part;
        shape->begin[shape->count++] = (uint8_t)shape->words;
        for (int k = memo->first; k < memo->first + memo->width; k++) {
            shape->word[shape->words] = k;
            shape->of[shape->words++] = (uint8_t)part;
        }
    }
}

/* Find where what came of an open row is held, with its key: the words that its fields leave
 * together, and the lines of those that are open. */
INLINE Worlds *worlds_of(
    Task *task, const Shape *shape, const Block *block, int row, const uint64_t *words, Worlds *own)
{
    int length = shape->words + 1;
    memcpy(own->key, words, sizeof(uint64_t) * length);
    for (int at = 0; at < task->opens; at++) {
        const int number = task->open[at];
        const Field *field = &task->field[number];
        const int32_t line = block->lines[number][row];
        if (field->lines[(Py_ssize_t)line * task->width] & CERTAIN || field->size == 1)
            continue;
        if (field->apart[line] & words[0] || !field->counts[line])
            own->key[length++] = (uint64_t)number << 32 | (uint32_t)line;
    }
    own->length = length;
    return task->alike + (hashed(own->key, length) >> 52);
}

/* The verdicts of a row of which some fields are open; less than 0 if there is no room for
 * words that are unknown. Feeds of the field repeat much: most rows were met before. */
static int verdicts_of(Task *task, Block *block, int row)
{
    Shape shape;
    Worlds own;
    uint64_t *worlds;
    uint64_t *words = block->words[row];
    words[0] = block->parts[row];
    shape_of(task, block->parts[row], &shape);
    for (int k = 0; k < shape.words && block->narrow; k++)
        words[k + 1] = words[shape.word[k]]; /* in ascending order, and none comes earlier */
    Worlds *held = worlds_of(task, &shape, block, row, words, &own);
    if (held->length == own.length && same(held->key, own.key, own.length))
        return held->verdicts;
    const int size = unfolded(task, &shape, block->lines, row, words, &worlds);
    int total = size ? 0 : OPEN;
    for (int at = 0; at < size; at++) {
        const uint64_t *world = worlds + (Py_ssize_t)at * (shape.words + 1);
        const int found = verdict_on(task, &shape, world[0], world + 1);
        if (found < 0)
            return found;
        total |= found; /* EMPTY has all bits: the row stays to be decided */
    }
    if (total != EMPTY) {
        memcpy(held->key, own.key, sizeof(uint64_t) * own.length);
        held->length = own.length;
        held->verdicts = total;
    }
    return total;
}

/* Decide the rows that are not decided yet, as far as what is unknown can be told. */
static void decide_all(Task *task, Block *block)
{
    for (Py_ssize_t begin = 0; begin < task->rows; begin += BLOCK) {
        const int rows = task->rows - begin < BLOCK ? (int)(task->rows - begin) : BLOCK;
        uint8_t *verdicts = task->verdicts + begin;
        if (!memchr(verdicts, EMPTY, (size_t)rows))
            continue;
        block->rows = rows;
        block->narrow = task->width <= NARROW;
        memset(block->count, 0, sizeof block->count);
        memset(block->act, EXCLUDED, sizeof block->act);
        memset(block->gravest, EXCLUDED, sizeof block->gravest);
        memset(block->unknown, 0, sizeof block->unknown);
        find_lines(task, begin, block);
        if (task->wrong)
            return;
        if (block->narrow)
            put_narrow(task, block);
        else
            find_parts(task, block);
        if (!go_through(task, block, verdicts))
            return;
        for (int row = 0; row < rows; row++) {
            int found = EMPTY;
            if (verdicts[row] != EMPTY)
                continue;
            if (!(block->parts[row] & CERTAIN))
                found = verdicts_of(task, block, row);
            else if (!block->unknown[row])
                found = verdict(block->act[row], block->gravest[row]);
            if (found < 0)
                return;
            verdicts[row] = (uint8_t)found;
        }
    }
}

/* --- what Python hands over --- */

/* Take the columns of a field with so many lines: pairs of digits, and how much they count. */
static int take_columns(Task *task, Held *held, Field *field, PyObject *given)
{
    const Py_ssize_t count = PyTuple_Size(given), size = field->size;
    int fine = count >= 1 && count <= MOST_COLUMNS && size <= INT32_MAX;
    for (int number = 0; number < count && fine; number++) {
        PyObject *pair = PyTuple_GetItem(given, number), *rows;
        int stride;
        if (!is_tuple(pair) || !PyArg_ParseTuple(pair, "Oi", &rows, &stride) ||
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

/* Take one field: (columns, lines, apart, differ, counts, starts, cells, asks). */
static int take_field(Task *task, Held *held, Field *field, PyObject *given)
{
    PyObject *columns, *lines, *apart, *differ, *counts, *starts, *cells, *asks;
    const Py_ssize_t word = sizeof(uint64_t), number = sizeof(int32_t), width = task->width;
    if (!PyArg_ParseTuple(given, "O!OOOOOOO", &PyTuple_Type, &columns, &lines, &apart, &differ,
                          &counts, &starts, &cells, &asks))
        return -1;
    if (!(field->counts = data_of(held, counts, -1, number, 0)))
        return -1;
    const Py_ssize_t size = field->size = last_size(held);
    if (take_columns(task, held, field, columns) < 0 ||
        !(field->lines = data_of(held, lines, size * width, word, 0)) ||
        !(field->apart = data_of(held, apart, size, word, 0)) ||
        !(field->differ = data_of(held, differ, size * width, word, 0)) ||
        !(field->starts = data_of(held, starts, size, number, 0)) ||
        !(field->asks = data_of(held, asks, width, 1, 0)) ||
        !(field->cells = data_of(held, cells, -1, word, 0)))
        return -1;
    field->each = last_size(held) / width;
    uint64_t kept = ~(uint64_t)0;
    for (Py_ssize_t line = 0; line < size; line++)
        kept &= field->lines[line * width];
    const uint64_t every = CERTAIN | (CERTAIN - 1) >> (MOST_PARTS - task->memos);
    field->certain = (kept & CERTAIN) != 0;
    field->matters = field->keeps = (kept & every) != every;
    for (int k = 1; k < width; k++)
        field->matters |= field->asks[k];
    int fine = last_size(held) % width == 0;
    for (Py_ssize_t line = 0; line < size && fine; line++)
        fine = field->counts[line] >= 0 && field->starts[line] >= 0 &&
               (Py_ssize_t)field->starts[line] + field->counts[line] <= field->each;
    if (!fine)
        PyErr_SetString(PyExc_IndexError, "a line has a cell that is not there");
    return fine ? 0 : -1;
}

/* Take what is known of some words: entries of `width` words and what they come to. */
static int take_memo(Held *held, Memo *memo, PyObject *entries, int first, int width, int writable)
{
    if (width < 1 || width > MOST_WORDS) {
        PyErr_SetString(PyExc_ValueError, "an instrument has too many words, or none");
        return -1;
    }
    if (!(memo->entries = data_of(held, entries, -1, sizeof(uint64_t), writable)))
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
    Task *task, Held *held, PyObject *fields, PyObject *memos, PyObject *spans, PyObject *whole)
{
    const Py_ssize_t count = PyTuple_Size(fields), parts = PyTuple_Size(memos);
    if (count < 1 || count > MOST_FIELDS || parts < 1 || parts > MOST_PARTS) {
        PyErr_SetString(PyExc_ValueError, "too many fields or instruments, or none");
        return -1;
    }
    task->fields = (int)count;
    task->memos = (int)parts;
    if (!(task->whole = data_of(held, whole, -1, sizeof(uint64_t), 0)))
        return -1;
    const Py_ssize_t words = last_size(held);
    if (words < 2 || words % 2 || words > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "a line has an even number of words");
        return -1;
    }
    task->width = (int)words;
    const int32_t *span = data_of(held, spans, 2 * parts, sizeof(int32_t), 0);
    if (!span)
        return -1;
    for (int number = 0; number < parts; number++) {
        const int first = span[2 * number], width = span[2 * number + 1];
        if (first < 1 || width > task->width || first > task->width - width) {
            PyErr_SetString(PyExc_ValueError, "an instrument has words that are not there");
            return -1;
        }
        PyObject *entries = PyTuple_GetItem(memos, number);
        if (!entries || take_memo(held, &task->memo[number], entries, first, width, 0) < 0)
            return -1;
        task->widest = width > task->widest ? width : task->widest;
    }
    for (int number = 0; number < count; number++) {
        PyObject *given = PyTuple_GetItem(fields, number);
        if (!is_tuple(given) || take_field(task, held, &task->field[number], given) < 0)
            return -1;
        if (!task->field[number].certain)
            task->open[task->opens++] = number;
    }
    return 0;
}

static PyObject *py_decide(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *fields, *memos, *spans, *whole, *verdicts, *unknown, *result = NULL;
    Task *task = PyMem_Calloc(1, sizeof(Task));
    Held *held = PyMem_Calloc(1, sizeof(Held));
    Block *block = NULL;
    if (!task || !held) {
        PyErr_NoMemory();
        goto done;
    }
    if (!PyArg_ParseTuple(args, "O!O!OOOO", &PyTuple_Type, &fields, &PyTuple_Type, &memos, &spans,
                          &whole, &verdicts, &unknown))
        goto done;
    if (!(task->verdicts = data_of(held, verdicts, -1, 1, 1)))
        goto done;
    task->rows = last_size(held);
    if (task->rows >= INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "too many rows");
        goto done;
    }
    if (!(task->unknown = data_of(held, unknown, -1, sizeof(uint64_t), 1)))
        goto done;
    const Py_ssize_t space = last_size(held);
    if (take_all(task, held, fields, memos, spans, whole) < 0)
        goto done;
    task->most = space / (task->widest + 1);
    if (task->most < ROOM) {
        PyErr_SetString(PyExc_ValueError, "there is no room for the unknown words of a row");
        goto done;
    }
    block = PyMem_Malloc(sizeof(Block));
    task->room = PyMem_Malloc(sizeof(uint64_t) * 2 * (ROOM + 1) * (MOST_WORDS + 1));
    task->places = PyMem_Calloc(2 * PLACES, sizeof(uint32_t));
    task->alike = PyMem_Calloc(ALIKE, sizeof(Worlds));
    if (!block || !task->room || !task->places || !task->alike) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    decide_all(task, block);
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
        PyMem_Free(task->alike);
    }
    PyMem_Free(block);
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
        const uint64_t *own = word + number * width;
        uint64_t place = hashed(own, width) >> memo.shift;
        uint64_t *entry = places + place * (width + 1);
        while (entry[width] != EMPTY && !same(entry, own, width)) {
            place = (place + 1) & memo.last;
            entry = places + place * (width + 1);
        }
        if (entry[width] != EMPTY)
            continue;
        if (2 * (uint64_t)++fresh > memo.last) {
            PyErr_SetString(PyExc_ValueError, "there is no room for so many words");
            goto done;
        }
        memcpy(entry, own, sizeof(uint64_t) * (size_t)width);
        STORE(entry + width, value[number]);
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
     "decide(fields, memos, spans, whole, verdicts, unknown) -> how many words were unknown"},
    {"put", py_put, METH_VARARGS, "put(entries, width, words, values) -> how many were new"},
    {"locate", py_locate, METH_VARARGS,
     "locate(instants, edges, pieces, shift, low, high, found) -> how many are out of reach"},
    {"kinds", py_kinds, METH_VARARGS,
     "kinds(fields, width, slots, keys, count, numbers, firsts) -> rows done, and kinds by now"},
    {"ends", py_ends, METH_VARARGS,
     "ends(codes, lengths, ends) -> how far all items reach, or -1 if that is too far"},
    {"lay", py_lay, METH_VARARGS, "lay(codes, starts, items, ends, found, size of an item)"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_loops", "The inner loops of the columnar engine, compiled.", -1, methods,
    NULL, NULL, NULL, NULL,
};

/* What the functions take; to be raised whenever that changes, as in `loops.py`. */
#define FORM 2

PyMODINIT_FUNC PyInit__loops(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module && PyModule_AddIntConstant(module, "FORM", FORM) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
