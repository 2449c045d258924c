using System.Runtime.InteropServices;
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
    private readonly Stack<Frame> open = new();
    private readonly List<(int Start, int Length)> entries = [];

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
        CheckPlace(value.Kind);
        Enter();
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
    public void EndSet() => EndContainer(open.Count > 0 && open.Peek().Kind.IsSet() ? open.Peek().Kind : ValueKind.None);

    /// <summary>The name of the next member.</summary>
    public void Name(string name) => Name(Utf8Of(name));

    /// <summary>The name of the next member as UTF-8, which is checked.</summary>
    public void Name(ReadOnlySpan<byte> utf8)
    {
        if (open.Count == 0 || open.Peek() is { Kind: not ValueKind.Map } or { Named: true }) throw new InvalidOperationException("A name belongs before a member of a map.");
        if (!Utf8.IsValid(utf8)) throw BadText("A name");
        Frame frame = open.Pop();
        open.Push(frame with { Named = true, EntryStart = writer.Length });
        writer.Block(utf8);
    }

    /// <summary>The finished value; the builder is then empty and may be used again.</summary>
    public Value Build()
    {
        if (open.Count > 0 || writer.Length == 0) throw new InvalidOperationException("The value is not complete.");
        byte[] bytes = writer.ToArray();
        writer.Rewind(0);
        return new Value(bytes, 0, bytes.Length);
    }

    /// <summary>Forgets what was written, after an error.</summary>
    public void Reset()
    {
        writer.Rewind(0);
        open.Clear();
        entries.Clear();
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
        CheckPlace(kind);
        Enter();
        writer.Byte((byte)kind);
    }

    private void BeginContainer(ValueKind kind)
    {
        CheckPlace(kind);
        CheckDepth(1, kind);
        Enter();
        open.Push(new Frame(kind, writer.BeginContainer(kind), entries.Count, EntryStart: 0, Named: false));
    }

    private void CheckDepth(int levels, ValueKind kind = ValueKind.None)
    {
        // An item is a map around its attributes: it does not count as a level of theirs.
        ValueKind outermost = open.Count > 0 ? open.Last().Kind : kind;
        int depthMax = Values.Value.DepthMax + (outermost is ValueKind.Map or ValueKind.None ? 1 : 0);
        if (open.Count + levels > depthMax) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A value nests deeper than {Values.Value.DepthMax} levels.");
    }

    private void CheckPlace(ValueKind kind)
    {
        if (open.Count == 0)
        {
            if (writer.Length > 0) throw new InvalidOperationException("The value is complete.");
            return;
        }

        Frame frame = open.Peek();
        if (frame.Kind == ValueKind.Map && !frame.Named) throw new InvalidOperationException("A member of a map needs a name first.");
        if (frame.Kind.IsSet() && kind != frame.Kind.ElementKind()) throw new DocumentFault(DocumentFaultKind.Malformed, $"A {frame.Kind} cannot hold a {kind}.");
    }

    private void Enter()
    {
        if (open.Count == 0 || open.Peek().Kind == ValueKind.Map) return;
        Frame frame = open.Pop();
        open.Push(frame with { EntryStart = writer.Length });
    }

    private void End()
    {
        if (open.Count == 0) return;
        Frame frame = open.Pop();
        entries.Add((frame.EntryStart, writer.Length - frame.EntryStart));
        open.Push(frame with { Named = false });
    }

    private void EndContainer(ValueKind kind)
    {
        if (open.Count == 0 || open.Peek().Kind != kind || open.Peek().Named || kind == ValueKind.None) throw new InvalidOperationException($"No {kind} to end here.");
        Frame frame = open.Pop();
        int count = entries.Count - frame.EntriesBefore;
        if (kind.IsSet() && count == 0) throw new DocumentFault(DocumentFaultKind.EmptySet, "A set is empty.");
        if (kind != ValueKind.List) Sort(frame);
        entries.RemoveRange(frame.EntriesBefore, count);
        writer.EndContainer(frame.Mark, count);
        End();
    }

    private void Sort(Frame frame)
    {
        Span<(int Start, int Length)> own = CollectionsMarshal.AsSpan(entries)[frame.EntriesBefore..];
        bool sorted = true;
        for (int i = 1; i < own.Length && sorted; i++) sorted = Compare(frame.Kind, own[i - 1], own[i]) < 0;
        if (sorted) return;

        int from = own[0].Start;
        own.Sort((a, b) => Compare(frame.Kind, a, b));
        for (int i = 1; i < own.Length; i++)
        {
            if (Compare(frame.Kind, own[i - 1], own[i]) != 0) continue;
            throw frame.Kind == ValueKind.Map
                ? new DocumentFault(DocumentFaultKind.DuplicateName, "A map names one member twice.")
                : new DocumentFault(DocumentFaultKind.DuplicateElement, "A set names one element twice.");
        }

        writer.Permute(from, own);
    }

    private int Compare(ValueKind container, (int Start, int Length) left, (int Start, int Length) right) =>
        OrderOf(container, left).SequenceCompareTo(OrderOf(container, right));

    private ReadOnlySpan<byte> OrderOf(ValueKind container, (int Start, int Length) entry)
    {
        ReadOnlySpan<byte> bytes = writer.Written.Slice(entry.Start, entry.Length);
        return container switch
        {
            ValueKind.Map => new ByteReader(bytes).Block("a name"),
            ValueKind.NumberSet => bytes[1..],
            _ => new ByteReader(bytes, 1).Block("a set element"),
        };
    }

    private readonly record struct Frame(ValueKind Kind, int Mark, int EntriesBefore, int EntryStart, bool Named);
}
