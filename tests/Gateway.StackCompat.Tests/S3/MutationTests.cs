using System.Text;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.StackCompat.Tests.Logs;
using Gateway.Testing;

namespace Gateway.StackCompat.Tests.S3;

/// <summary>Whatever comes in, the faces answer with an answer or an error of the service, never with a bug.</summary>
public sealed class MutationTests
{
    private const string Letters = "<>/&\"'%?=0123456789abc-:;{}[]()$|*. \r\n\0é";

    [Fact]
    public async Task Bodies_queries_and_headers_of_objects()
    {
        using BucketRig rig = new();
        await rig.DoAsync("PUT", "/bucket");
        await rig.DoAsync("PUT", "/bucket/k", "hello");
        Random random = new(TestSettings.Seed ?? 8);
        (string Method, string Target, string Body, string Header)[] samples =
        [
            ("PUT", "/bucket/k", "5;chunk-signature=a\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("POST", "/bucket?delete", "<Delete><Object><Key>a</Key></Object><Quiet>true</Quiet></Delete>", "Content-MD5: XUFAKrxLKna5cZ2REBfFkg=="),
            ("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>", "X: y"),
            ("PUT", "/bucket?cors", "<CORSConfiguration><CORSRule/></CORSConfiguration>", "X: y"),
            ("GET", "/bucket?list-type=2&prefix=a%2F&max-keys=3&delimiter=%2F&continuation-token=1YQ==", "", "X: y"),
            ("GET", "/bucket?versions&key-marker=a&version-id-marker=b", "", "X: y"),
            ("GET", "/bucket/k?partNumber=1&response-content-type=a", "", "Range: bytes=0-3"),
            ("PUT", "/bucket/copy", "", "x-amz-copy-source: /bucket/k?versionId=null"),
            ("PUT", "/bucket/k?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>", "If-None-Match: *"),
            ("POST", "/bucket/k?uploadId=x", "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>", "X: y"),
        ];
        for (int round = TestSettings.Rounds(1500); round > 0; round--)
        {
            (string method, string target, string body, string header) = samples[random.Next(samples.Length)];
            int part = random.Next(3);
            string value = header[(header.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            Answered answer = await rig.AskAsync(
                method,
                part == 0 ? "/" + Mutate(random, target[1..]) : target,
                part == 1 ? Mutate(random, body) : body,
                part == 2 ? header[..^value.Length] + Mutate(random, value) : header);
            Assert.True(rig.Bugs.Count == 0, $"{method} {target} {body}: {string.Join('\n', rig.Bugs)}");
            Assert.NotEqual(500, answer.Status);
        }
    }

    [Fact]
    public async Task Patterns_and_tokens_of_logs()
    {
        await using LogRig rig = new();
        rig.Print("s", """{"level":"info","user":{"age":30},"tags":["a"]} ERROR text""");
        Random random = new(TestSettings.Seed ?? 9);
        string[] patterns = ["""{ $.level = "in*" && ($.user.age >= 30 || $.tags[0] != a) || $.x IS NULL }""", """?ERROR -"text b" %E[A-Z]+% {""", "{ $.tags['x'].y NOT EXISTS }"];
        for (int round = TestSettings.Rounds(1500); round > 0; round--)
        {
            string pattern = System.Text.Json.JsonSerializer.Serialize(Mutate(random, patterns[random.Next(patterns.Length)]));
            Answered answer = await rig.AskAsync("FilterLogEvents", $$"""{"logGroupName":"/aws/lambda/f","filterPattern":{{pattern}}}""");
            Assert.True(answer.Status is 200 or 400, answer.Text);
        }
    }

    private static string Mutate(Random random, string text)
    {
        StringBuilder changed = new(text.Length == 0 ? "x" : text);
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(changed.Length);
            if (random.Next(2) == 0) changed[at] = Letters[random.Next(Letters.Length)];
            else changed.Insert(at, Letters[random.Next(Letters.Length)]);
            if (random.Next(4) == 0) changed.Remove(at, 1);
            if (changed.Length == 0) changed.Append('x');
        }

        return changed.ToString();
    }
}
