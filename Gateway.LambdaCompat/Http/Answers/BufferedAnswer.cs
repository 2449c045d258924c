namespace Gateway.LambdaCompat.Http.Answers;

/// <summary>Whole answers behind function URLs.</summary>
internal static class BufferedAnswer
{
    private static readonly byte[] PreludeEnd = new byte[8];

    /// <summary>Reads an answer; that of a function that streams, called where nobody takes the stream, begins with its prelude.</summary>
    /// <returns>Null if it cannot be read.</returns>
    public static ProxyAnswer? Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty) return AnswerReader.ReadV2("null"u8.ToArray(), bodyMayBeJson: true);
        if (AnswerReader.ReadV2(payload, bodyMayBeJson: true) is { } answer) return answer;
        int end = payload.Span.IndexOf(PreludeEnd);
        if (end <= 0 || AnswerReader.ReadV2(payload[..end], bodyMayBeJson: true) is not { } head) return null;
        head.Body = payload[(end + PreludeEnd.Length)..];
        return head;
    }
}
