using System.Text.Json;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Takes a JSON text apart by position, so that parts of it can be replaced without making a tree: doubled names and broken strings survive.</summary>
internal static class JsonPieces
{
    /// <summary>All values, the whole first.</summary>
    /// <returns>As far as the text can be read; empty if it cannot.</returns>
    public static List<JsonPiece> Of(byte[] text)
    {
        List<JsonPiece> pieces = [];
        Stack<int> open = new();
        (int Start, int End) name = default;
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = 10_000 });
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex, end = (int)reader.BytesConsumed;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = (start, start + reader.ValueSpan.Length + 2);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(pieces.Count);
                        pieces.Add(new JsonPiece(start, start, name.Start, name.End, reader.TokenType, open.Count));
                        name = default;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        int at = open.Pop();
                        pieces[at] = pieces[at] with { End = end };
                        break;
                    default:
                        pieces.Add(new JsonPiece(start, end, name.Start, name.End, reader.TokenType, open.Count + 1));
                        name = default;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            pieces.RemoveAll(piece => piece.End == piece.Start); // those that are not closed
        }

        return pieces;
    }
}
