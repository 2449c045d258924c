using System.Text;
using System.Text.Json;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>What must hold of every answer, whatever was asked.</summary>
internal static class AnswerRules
{
    /// <summary>Refusals that the protocol itself knows, for any operation.</summary>
    private static readonly string[] Common = ["ValidationException", "SerializationException", "UnknownOperationException", "AccessDeniedException"];

    /// <summary>Operations that have no output: they are answered with nothing.</summary>
    private static readonly string[] WithoutOutput = ["TagResource", "UntagResource"];

    /// <summary>What is wrong with an answer.</summary>
    /// <returns>Null if nothing is.</returns>
    public static string? FaultOf(FuzzRequest request, int status, ReadOnlyMemory<byte> answer)
    {
        if (status is not (200 or 400)) return $"status {status}: {Text(answer)}";
        if (status == 200 && WithoutOutput.Contains(request.Operation)) return answer.IsEmpty ? null : $"an answer of an operation that has none: {Text(answer)}";
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 1000 });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return $"an answer that is no object: {Text(answer)}";
            return status == 200 ? null : FaultOfError(request, json.RootElement);
        }
        catch (JsonException exception)
        {
            return $"an answer that is no JSON ({exception.Message}): {Text(answer)}";
        }
    }

    /// <summary>The short name in an error's <c>__type</c>; empty if there is none.</summary>
    public static string ErrorNameOf(ReadOnlySpan<byte> answer)
    {
        int sign = answer.IndexOf((byte)'#');
        ReadOnlySpan<byte> rest = answer[(sign + 1)..];
        int end = rest.IndexOf((byte)'"');
        return sign < 0 || end < 0 ? "" : Encoding.UTF8.GetString(rest[..end]);
    }

    private static string? FaultOfError(FuzzRequest request, JsonElement error)
    {
        if (!error.TryGetProperty("__type", out JsonElement type) || type.ValueKind != JsonValueKind.String) return $"an error without a type: {error.GetRawText()}";
        string name = type.GetString()!.Split('#')[^1];
        if (Common.Contains(name)) return null;
        return FuzzCorpus.Errors.TryGetValue(request.Operation, out string[]? known) && known.Contains(name) ? null : $"{request.Operation} knows no error {name}: {error.GetRawText()}";
    }

    private static string Text(ReadOnlyMemory<byte> answer) => Encoding.UTF8.GetString(answer.Span[..Math.Min(answer.Length, 500)]);
}
