using System.Text;
using System.Text.Unicode;
using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Writes one value straight into its canonical bytes: what a parser feeds, with no tree between.</summary>
/// <remarks>Names and set elements may come in any order; the end of their container sorts them. Not for several threads.</remarks>
public sealed class ValueBuilder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ByteWriter writer = new();
    private Frame[] open = new Frame[8]; // the containers that are open, outermost first
    private int levels;
    private ValueRange[] entries = new ValueRange[32]; // of all open containers, each one's behind those of the ones around it
    private int entryCount;

    /// <summary>Bytes written so far: what a caller bounds.</summary>
    public int Length => writer.Length;

    /// <summary>S.</summary>
    public void String(string text)
    {
        Begin(ValueKind.String);
        writer.Block(Utf8Of(text));
        End();
    }

    /// <summary>S from UTF-8, which is checked.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw BadText("A text");
        Begin(ValueKind.String);
        writer.Block(utf8);
        End();
    }

    /// <summary>N.</summary>
    public void Number(in ExactNumber number)
    {
        Begin(ValueKind.Number);
        writer.Advance(number.WriteKey(writer.Reserve(ExactNumber.KeyBytesMax)));
        End();
    }

    /// <summary>B.</summary>
    public void Binary(ReadOnlySpan<byte> bytes)
    {
        Begin(ValueKind.Binary);
        writer.Block(bytes);
        End();
    }

    /// <summary>BOOL.</summary>
    public void Boolean(bool value) => Value(Values.Value.Boolean(value));

    /// <summary>NULL.</summary>
    public void Null() => Value(Values.Value.Null);

    /// <summary>A value that exists already: its bytes are copied.</summary>
    public void Value(Value value)
    {
        if (value.IsNone) throw new ArgumentException("There is no value.", nameof(value));
        if (value.Kind.IsContainer()) CheckDepth(ValueDepth.Of(value));
        Enter(value.Kind);
        writer.Bytes(value.Bytes);
        End();
    }

    /// <summary>Begins M; each member is a <see cref="Name(string)"/> and a value.</summary>
    public void BeginMap() => BeginContainer(ValueKind.Map);

    /// <summary>Ends M.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.DuplicateName"/>.</exception>
    public void EndMap() => EndContainer(ValueKind.Map);

    /// <summary>Begins L.</summary>
    public void BeginList() => BeginContainer(ValueKind.List);

    /// <summary>Ends L.</summary>
    public void EndList() => EndContainer(ValueKind.List);

    /// <summary>Begins SS, NS or BS.</summary>
    public void BeginSet(ValueKind set)
    {
        if (!set.IsSet()) throw new ArgumentException($"{set} is no set.", nameof(set));
        BeginContainer(set);
    }

    /// <summary>Ends a set.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.EmptySet"/> or <see cref="DocumentFaultKind.DuplicateElement"/>.</exception>
    public void EndSet() => EndContainer(levels > 0 && open[levels - 1].Kind.IsSet() ? open[levels - 1].Kind : ValueKind.None);

    /// <summary>The name of the next member.</summary>
    public void Name(string name) => Name(Utf8Of(name));

    /// <summary>The name of the next member as UTF-8, which is checked.</summary>
    public void Name(ReadOnlySpan<byte> utf8)
    {
        if (levels == 0 || open[levels - 1] is { Kind: not ValueKind.Map } or { Named: true }) throw new InvalidOperationException("A name belongs before a member of a map.");
        if (!Utf8.IsValid(utf8)) throw BadText("A name");
        ref Frame frame = ref open[levels - 1];
        frame.Named = true;
        frame.EntryStart = writer.Length;
        writer.Block(utf8);
        frame.OrderStart = writer.Length - utf8.Length;
        frame.OrderLength = utf8.Length;
    }

    /// <summary>The finished value; the builder is then empty and may be used again.</summary>
    public Value Build()
    {
        if (levels > 0 || writer.Length == 0) throw new InvalidOperationException("The value is not complete.");
        byte[] bytes = writer.ToArray();
        writer.Rewind(0);
        return new Value(bytes, 0, bytes.Length);
    }

    /// <summary>Forgets what was written, after an error.</summary>
    public void Reset()
    {
        writer.Rewind(0);
        levels = 0;
        entryCount = 0;
    }

    private static byte[] Utf8Of(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw BadText("A text or name");
        }
    }

    private static DocumentFault BadText(string what) => new(DocumentFaultKind.InvalidText, $"{what} is not Unicode: an unpaired surrogate or invalid UTF-8.");

    private void Begin(ValueKind kind)
    {
        Enter(kind);
        writer.Byte((byte)kind);
    }

    private void BeginContainer(ValueKind kind)
    {
        CheckDepth(1, kind);
        Enter(kind);
        if (levels == open.Length) Array.Resize(ref open, 2 * levels);
        open[levels++] = new Frame { Kind = kind, Mark = writer.BeginContainer(kind), EntriesBefore = entryCount };
    }

    private void CheckDepth(int more, ValueKind kind = ValueKind.None)
    {
        // An item is a map around its attributes: it does not count as a level of theirs.
        ValueKind outermost = levels > 0 ? open[0].Kind : kind;
        int depthMax = Values.Value.DepthMax + (outermost is ValueKind.Map or ValueKind.None ? 1 : 0);
        if (levels + more > depthMax) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A value nests deeper than {Values.Value.DepthMax} levels.");
    }

    // A value begins: it must fit where it stands.
    private void Enter(ValueKind kind)
    {
        if (levels == 0)
        {
            if (writer.Length > 0) throw new InvalidOperationException("The value is complete.");
            return;
        }

        ref Frame frame = ref open[levels - 1];
        if (frame.Kind == ValueKind.Map)
        {
            if (!frame.Named) throw new InvalidOperationException("A member of a map needs a name first.");
            return;
        }

        if (frame.Kind.IsSet() && kind != frame.Kind.ElementKind()) throw new DocumentFault(DocumentFaultKind.Malformed, $"A {frame.Kind} cannot hold a {kind}.");
        frame.EntryStart = writer.Length;
    }

    private void End()
    {
        if (levels == 0) return;
        ref Frame frame = ref open[levels - 1];
        if (entryCount == entries.Length) Array.Resize(ref entries, 2 * entryCount);
        if (frame.Kind.IsSet()) FindOrder(ref frame);
        entries[entryCount++] = new ValueRange(frame.EntryStart, writer.Length - frame.EntryStart, frame.OrderStart, frame.OrderLength);
        frame.Named = false;
    }

    // What orders the element of a set that was just written: the form of a number, the content of a text or of bytes.
    private void FindOrder(ref Frame frame)
    {
        frame.OrderStart = frame.EntryStart + 1;
        frame.OrderLength = writer.Length - frame.OrderStart;
        if (frame.Kind == ValueKind.NumberSet) return;
        frame.OrderLength = new ByteReader(writer.Written, frame.OrderStart).Block("a set element").Length;
        frame.OrderStart = writer.Length - frame.OrderLength;
    }

    private void EndContainer(ValueKind kind)
    {
        if (levels == 0 || open[levels - 1].Kind != kind || open[levels - 1].Named || kind == ValueKind.None) throw new InvalidOperationException($"No {kind} to end here.");
        Frame frame = open[--levels];
        int count = entryCount - frame.EntriesBefore;
        if (kind.IsSet() && count == 0) throw new DocumentFault(DocumentFaultKind.EmptySet, "A set is empty.");
        if (kind != ValueKind.List) Sort(frame);
        entryCount = frame.EntriesBefore;
        writer.EndContainer(frame.Mark, count);
        End();
    }

    private void Sort(in Frame frame)
    {
        Span<ValueRange> own = entries.AsSpan(frame.EntriesBefore, entryCount - frame.EntriesBefore);
        ReadOnlySpan<byte> written = writer.Written;
        bool sorted = true;
        for (int i = 1; i < own.Length && sorted; i++) sorted = own[i - 1].CompareTo(own[i], written) < 0;
        if (sorted) return;

        int from = own[0].Start;
        ValueRange.Sort(own, writer);
        for (int i = 1; i < own.Length; i++)
        {
            if (own[i - 1].CompareTo(own[i], written) != 0) continue;
            throw frame.Kind == ValueKind.Map
                ? new DocumentFault(DocumentFaultKind.DuplicateName, "A map names one member twice.")
                : new DocumentFault(DocumentFaultKind.DuplicateElement, "A set names one element twice.");
        }

        writer.Permute(from, own);
    }

    private struct Frame
    {
        public ValueKind Kind;
        public int Mark;
        public int EntriesBefore;
        public int EntryStart;
        public int OrderStart;
        public int OrderLength;
        public bool Named;
    }
}
