package dev.tidemark.delta.encode;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Encodes a column with a dictionary as long as it is worth it: values are entries' numbers, until the dictionary grows too
 * large or, in the first page, does not make the page smaller; from then on they are plain. The dictionary is kept as it
 * will be written, and found in by a table of our own.
 */
abstract sealed class DictionaryColumn extends ColumnEncoder permits NumberColumn, TextColumn {
    private static final int FIRST_SLOTS = 64;
    private static final int GOLDEN = 0x9E3779B9;

    private final int mostDictionaryBytes;
    private final Ints ids;
    /** The values of the open page, if they are plain. */
    final Bytes plain;
    /** The entries, plain, one after another. */
    final Bytes dictionary;

    private int values;
    private int plainBytes;

    private boolean indexed;
    /** Whether no finished page has a value. */
    private boolean inFirstPage = true;

    private int entries;
    /** An entry's number and one, or 0: open addressing, at most half full. */
    private int[] slots;

    private int slotBits;
    /** How many entries finished pages point to, and how large these are. */
    private int usedEntries;

    private int usedBytes;

    DictionaryColumn(ColumnDescriptor column, int mostDictionaryBytes, boolean withStatistics, BufferPool pool) {
        super(column, withStatistics, pool);
        this.mostDictionaryBytes = mostDictionaryBytes;
        ids = new Ints(pool);
        plain = new Bytes(pool);
        dictionary = new Bytes(pool);
        indexed = mostDictionaryBytes > 0;
    }

    /** Appends an entry to the values that are plain. */
    abstract void appendEntry(int id, Bytes to);

    /** What the slot of an entry comes from. */
    abstract int hash(int id);

    /** Forgets what is kept beside the entries. */
    abstract void clearEntries();

    /** Takes the bounds of values that follow one another, plain, into statistics. */
    abstract void boundsOf(Bytes values, Statistics<?> statistics);

    final boolean isIndexed() {
        return indexed;
    }

    /** Takes in a value that is an entry of the dictionary. */
    final void addIndexed(int id, int bytes) {
        ids.add(id);
        values++;
        plainBytes += bytes;
    }

    /** Takes in a value that was just put to the plain ones. */
    final void addedPlain(int bytes) {
        values++;
        plainBytes += bytes;
    }

    /** The slot where to begin to look. */
    final int slot(int hash) {
        if (slots == null) {
            newSlots(FIRST_SLOTS);
        }
        return hash * GOLDEN >>> Integer.SIZE - slotBits;
    }

    final int nextSlot(int slot) {
        return slot + 1 & (1 << slotBits) - 1;
    }

    /** The number of the entry in a slot; -1 if there is none. */
    final int entryAt(int slot) {
        return slots[slot] - 1;
    }

    /** Counts an entry in that was just put to the dictionary. Returns its number. */
    final int addedEntry(int slot) {
        int id = entries++;
        slots[slot] = entries;
        if (2 * entries > 1 << slotBits) {
            newSlots(2 << slotBits);
        }
        return id;
    }

    /** Goes on without a dictionary if it has grown too large. */
    final void boundDictionary() {
        if (dictionary.size() > mostDictionaryBytes) {
            fallBack();
        }
    }

    private void newSlots(int count) {
        releaseSlots();
        slots = pool.takeInts(count);
        Arrays.fill(slots, 0, count, 0);
        slotBits = Integer.numberOfTrailingZeros(count);
        for (int id = 0; id < entries; id++) {
            int slot = slot(hash(id));
            while (slots[slot] != 0) {
                slot = nextSlot(slot);
            }
            slots[slot] = id + 1;
        }
    }

    private void fallBack() {
        for (int i = 0; i < ids.size(); i++) {
            appendEntry(ids.get(i), plain);
        }
        ids.release();
        indexed = false;
        releaseSlots();
        if (usedEntries == 0) {
            dictionary.release();
            clearEntries();
        }
    }

    @Override
    final int valuesInPage() {
        return values;
    }

    @Override
    final int plainBytesInPage() {
        return plainBytes;
    }

    @Override
    final Encoding encodeValues(Bytes page, HybridEncoder hybrid) {
        if (inFirstPage && values == 0) {
            return Encoding.PLAIN;
        }
        if (indexed) {
            int before = page.size();
            encodeIds(page, hybrid);
            if (!inFirstPage || page.size() - before + dictionary.size() < plainBytes) {
                usedEntries = entries;
                usedBytes = dictionary.size();
                return Encoding.PLAIN_DICTIONARY;
            }
            page.truncate(before);
            fallBack();
        }
        page.put(plain.array(), 0, plain.size());
        return Encoding.PLAIN;
    }

    private void encodeIds(Bytes page, HybridEncoder hybrid) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, entries - 1));
        page.put(bits);
        hybrid.begin(page, bits);
        hybrid.add(ids);
        hybrid.end();
    }

    @Override
    final void bounds(Statistics<?> statistics) {
        if (!indexed) {
            boundsOf(plain, statistics);
        } else if (inFirstPage) {
            boundsOf(dictionary, statistics);
        } else {
            Bytes used = new Bytes(pool);
            BitSet seen = new BitSet(entries);
            for (int i = 0; i < ids.size(); i++) {
                int id = ids.get(i);
                if (!seen.get(id)) {
                    seen.set(id);
                    appendEntry(id, used);
                }
            }
            boundsOf(used, statistics);
            used.release();
        }
    }

    @Override
    final void clearValues() {
        ids.clear();
        plain.truncate(0);
        inFirstPage &= values == 0;
        values = 0;
        plainBytes = 0;
    }

    @Override
    final void writeDictionary(ParquetFileWriter file, PageWorkspace workspace) throws IOException {
        if (usedEntries > 0) {
            Bytes page = workspace.newPage();
            int packedBytes = workspace.compress(dictionary, usedBytes, page);
            file.writeDictionaryPage(
                    new DictionaryPage(page.part(0, packedBytes), usedBytes, usedEntries, Encoding.PLAIN_DICTIONARY));
        }
    }

    @Override
    int valueMemoryBytes() {
        return ids.capacity()
                + plain.capacity()
                + dictionary.capacity()
                + (slots == null ? 0 : slots.length * Integer.BYTES);
    }

    @Override
    final void releaseValues() {
        clearValues();
        ids.release();
        plain.release();
        dictionary.release();
        releaseSlots();
        clearEntries();
        entries = 0;
        usedEntries = 0;
        usedBytes = 0;
        indexed = mostDictionaryBytes > 0;
        inFirstPage = true;
    }

    private void releaseSlots() {
        if (slots != null) {
            pool.giveBack(slots);
            slots = null;
        }
    }
}
