using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Damage that keeps the text JSON, mostly, and so reaches what lies behind the reader.</summary>
internal static class JsonMutations
{
    /// <summary>Changes one place of a body.</summary>
    /// <param name="other">Another body, to take parts from.</param>
    public static byte[] Apply(Random random, byte[] body, byte[] other)
    {
        List<JsonPiece> pieces = JsonPieces.Of(body);
        if (pieces.Count < 2) return ByteMutations.Apply(random, body, other);

        JsonPiece piece = Pick(random, pieces, _ => true);
        return random.Next(18) switch
        {
            0 => Replace(body, piece, Word(random, FuzzWords.Json)),
            1 or 2 or 3 => Replace(body, Pick(random, pieces, found => IsValue(body, found)), Word(random, FuzzWords.Values)),
            4 => Swap(body, piece, Pick(random, pieces, found => found.Kind == piece.Kind)),
            5 or 6 => Transplant(random, body, piece, other),
            7 => Remove(body, piece),
            8 => Double(random, body, piece),
            9 => Rename(random, body, Pick(random, pieces, found => found.HasName)),
            10 => AddMember(random, body, pieces),
            11 => Replace(body, piece, Nested(random)),
            12 => Replace(body, Pick(random, pieces, IsText), LongString(random)),
            13 or 14 => Replace(body, Pick(random, pieces, IsText), Quote(Word(random, FuzzWords.Texts))),
            15 => Number(random, body, Pick(random, pieces, found => found.Kind == JsonTokenType.Number || found.NameOf(body).SequenceEqual("N"u8))),
            16 => BrokenString(random, body, piece),
            _ => Repeated(random, body, piece),
        };
    }

    /// <summary>Changes a string that holds an expression or a statement; another place if there is none.</summary>
    public static byte[] ApplyToLanguage(Random random, byte[] body, byte[] other)
    {
        JsonPiece[] texts = [.. JsonPieces.Of(body).Where(piece => piece.Kind == JsonTokenType.String && IsLanguage(piece.NameOf(body)))];
        if (texts.Length == 0) return Apply(random, body, other);

        JsonPiece piece = texts[random.Next(texts.Length)];
        string? text;
        try
        {
            text = JsonSerializer.Deserialize<string>(piece.Of(body));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Apply(random, body, other);
        }

        string[] words = piece.NameOf(body).SequenceEqual("Statement"u8) ? FuzzWords.PartiQl : FuzzWords.Expression;
        return Replace(body, piece, Quote(TextMutations.Apply(random, text!, words)));
    }

    /// <summary>One of the parts that fit, but never the whole; any part if none fits.</summary>
    private static JsonPiece Pick(Random random, List<JsonPiece> pieces, Func<JsonPiece, bool> fits)
    {
        JsonPiece[] fitting = [.. pieces.Skip(1).Where(fits)];
        return fitting.Length > 0 ? fitting[random.Next(fitting.Length)] : pieces[random.Next(1, pieces.Count)];
    }

    private static bool IsText(JsonPiece piece) => piece.Kind == JsonTokenType.String;

    /// <summary>True for what looks like an AttributeValue: a map whose first name is that of a type.</summary>
    private static bool IsValue(byte[] body, JsonPiece piece)
    {
        ReadOnlySpan<byte> text = piece.Of(body);
        int end = text.Length > 2 && text[0] == '{' && text[1] == '"' ? text[2..].IndexOf((byte)'"') : -1;
        return end > 0 && FuzzWords.Types.Contains(Encoding.UTF8.GetString(text.Slice(2, end)));
    }

    private static bool IsLanguage(ReadOnlySpan<byte> name) => name.EndsWith("Expression"u8) || name.SequenceEqual("Statement"u8);

    private static byte[] Replace(byte[] body, JsonPiece piece, string text) => ByteMutations.Replace(body, piece.Start, piece.End, Encoding.UTF8.GetBytes(text));

    private static byte[] Swap(byte[] body, JsonPiece one, JsonPiece two)
    {
        if (one.Start > two.Start) (one, two) = (two, one);
        return one.End > two.Start ? body : [.. body.AsSpan(0, one.Start), .. two.Of(body), .. body.AsSpan(one.End, two.Start - one.End), .. one.Of(body), .. body.AsSpan(two.End)];
    }

    /// <summary>A part in the place of another: mostly one of the same name, or at least of the same kind.</summary>
    private static byte[] Transplant(Random random, byte[] body, JsonPiece piece, byte[] other)
    {
        List<JsonPiece> theirs = JsonPieces.Of(other);
        if (theirs.Count < 2) return body;
        JsonPiece named = Pick(random, theirs, found => found.HasName && found.NameOf(other).SequenceEqual(piece.NameOf(body)));
        JsonPiece chosen = random.Next(4) == 0 || named.Kind != piece.Kind ? Pick(random, theirs, found => found.Kind == piece.Kind) : named;
        return ByteMutations.Replace(body, piece.Start, piece.End, chosen.Of(other));
    }

    /// <summary>A body without one member or element.</summary>
    public static byte[] Remove(byte[] body, JsonPiece piece)
    {
        int start = piece.HasName ? piece.NameStart : piece.Start;
        if (piece.End < body.Length && body[piece.End] == ',') return ByteMutations.Replace(body, start, piece.End + 1, default);
        return ByteMutations.Replace(body, start > 0 && body[start - 1] == ',' ? start - 1 : start, piece.End, default);
    }

    /// <summary>The member or element once more, sometimes with another value.</summary>
    private static byte[] Double(Random random, byte[] body, JsonPiece piece)
    {
        ReadOnlySpan<byte> name = piece.HasName ? body.AsSpan(piece.NameStart, piece.Start - piece.NameStart) : default;
        ReadOnlySpan<byte> value = random.Next(2) == 0 ? piece.Of(body) : Encoding.UTF8.GetBytes(Word(random, FuzzWords.Values));
        return ByteMutations.Replace(body, piece.End, piece.End, [.. ","u8, .. name, .. value]);
    }

    private static byte[] Rename(Random random, byte[] body, JsonPiece piece) =>
        piece.HasName ? ByteMutations.Replace(body, piece.NameStart, piece.NameEnd, Encoding.UTF8.GetBytes(Quote(Word(random, random.Next(3) == 0 ? FuzzWords.Texts : FuzzWords.Members)))) : body;

    private static byte[] AddMember(Random random, byte[] body, List<JsonPiece> pieces)
    {
        JsonPiece[] maps = [.. pieces.Where(piece => piece.Kind == JsonTokenType.StartObject)];
        if (maps.Length == 0) return body;
        JsonPiece map = maps[random.Next(maps.Length)];
        string value = Word(random, random.Next(2) == 0 ? FuzzWords.Json : FuzzWords.Values);
        string comma = map.Length > 2 ? "," : "";
        return ByteMutations.Replace(body, map.Start + 1, map.Start + 1, Encoding.UTF8.GetBytes($"{Quote(Word(random, FuzzWords.Members))}:{value}{comma}"));
    }

    private static string Nested(Random random)
    {
        int depth = TextMutations.Repeats(random);
        (string open, string middle, string close) = random.Next(4) switch
        {
            0 => ("[", "1", "]"),
            1 => ("{\"a\":", "1", "}"),
            2 => ("{\"L\":[", "{\"S\":\"x\"}", "]}"),
            _ => ("{\"M\":{\"a\":", "{\"S\":\"x\"}", "}}"),
        };
        StringBuilder text = new(((open.Length + close.Length) * depth) + middle.Length);
        return text.Insert(0, open, depth).Append(middle).Append(new StringBuilder().Insert(0, close, random.Next(10) == 0 ? depth - 1 : depth)).ToString();
    }

    private static string LongString(Random random)
    {
        int length = random.Next(200) == 0 ? 500_000 : random.Next(6) switch { 0 => 255, 1 => 256, 2 => 1024, 3 => 2049, 4 => 70_000, _ => random.Next(3000) };
        string letter = Word(random, ["a", "é", "名", "😀", "a.", "\\u0000"]);
        return "\"" + new StringBuilder().Insert(0, letter, length / letter.Length).ToString() + "\"";
    }

    private static byte[] Number(Random random, byte[] body, JsonPiece piece)
    {
        string number = random.Next(20) == 0 ? "1" + new string('0', TextMutations.Repeats(random) * 10) : Word(random, FuzzWords.Numbers);
        return Replace(body, piece, piece.Kind == JsonTokenType.String ? Quote(number) : number);
    }

    /// <summary>A string with bytes that are not UTF-8.</summary>
    private static byte[] BrokenString(Random random, byte[] body, JsonPiece piece)
    {
        byte[][] broken = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]];
        int at = piece.Kind == JsonTokenType.String ? piece.Start + 1 : piece.Start;
        return ByteMutations.Replace(body, at, at, broken[random.Next(broken.Length)]);
    }

    /// <summary>The member or element many times, under names that differ.</summary>
    private static byte[] Repeated(Random random, byte[] body, JsonPiece piece)
    {
        if (piece.Length > 2000) return body;
        using MemoryStream more = new();
        int count = Math.Min(TextMutations.Repeats(random) * 4, 200_000 / (piece.Length + 20));
        for (int i = 0; i < count; i++)
        {
            more.Write(","u8);
            if (piece.HasName) more.Write(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(piece.NameOf(body))}{i}\":"));
            more.Write(piece.Of(body));
        }

        return ByteMutations.Replace(body, piece.End, piece.End, more.ToArray());
    }

    private static string Quote(string text) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"";

    private static string Word(Random random, string[] words) => words[random.Next(words.Length)];
}
