using System.Text;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>One request as bytes: the operation's name and the body, which need not be JSON any more.</summary>
internal sealed record FuzzRequest(string Operation, byte[] Body)
{
    /// <summary>No operation of the service: lets so many seconds pass.</summary>
    public const string Wait = "(wait)";

    private static readonly string[] StreamOperations = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

    /// <summary>The header <c>X-Amz-Target</c>.</summary>
    public string Target => (StreamOperations.Contains(Operation) ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + Operation;

    /// <summary>As a test or a person can repeat it: text where the body is text, else hexadecimal.</summary>
    public override string ToString()
    {
        string text = Encoding.UTF8.GetString(Body);
        bool isText = Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(Body);
        string shown = isText ? text : Convert.ToHexString(Body);
        return shown.Length <= 4000 ? $"{Operation} {shown}" : $"{Operation} {shown[..4000]}... ({Body.Length} bytes)";
    }
}
