using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Gateway.StackCompat.S3;
using Gateway.StackCompat.Tests.Hosting;

namespace Gateway.StackCompat.Tests.S3;

public sealed class ObjectTests : IAsyncLifetime
{
    private readonly BucketRig rig = new();

    public async ValueTask InitializeAsync() => await rig.DoAsync("PUT", "/b123");

    public ValueTask DisposeAsync()
    {
        rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_object_comes_back_with_all_that_was_said_about_it_after_a_restart()
    {
        Answered put = await rig.DoAsync("PUT", "/b123/dir/a%3Ab%20c.txt", "hello", "Content-Type: text/plain", "Cache-Control: no-cache", "x-amz-meta-FileSha256: xyz", "x-amz-tagging: a=1&b=2");
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", put.Header("ETag"));
        rig.Reopen();

        Answered got = await rig.DoAsync("GET", "/b123/dir/a%3Ab%20c.txt");
        Assert.Equal("hello", got.Text);
        Assert.Equal("text/plain", got.Header("Content-Type"));
        Assert.Equal("no-cache", got.Header("Cache-Control"));
        Assert.Equal("xyz", got.Header("x-amz-meta-filesha256"));
        Assert.Equal("5", got.Header("Content-Length"));
        Assert.Equal("Thu, 01 Jan 2026 00:00:00 GMT", got.Header("Last-Modified"));
        Assert.Equal("2", got.Header("x-amz-tagging-count"));
        Answered head = await rig.DoAsync("HEAD", "/b123/dir/a%3Ab%20c.txt");
        Assert.Equal("5", head.Header("Content-Length"));
        Assert.Empty(head.Bytes);
        Assert.Empty(rig.Bugs);
    }

    [Theory]
    [InlineData("bytes=0-1", 206, "he", "bytes 0-1/5")]
    [InlineData("bytes=3-", 206, "lo", "bytes 3-4/5")]
    [InlineData("bytes=-2", 206, "lo", "bytes 3-4/5")]
    [InlineData("bytes=1-100", 206, "ello", "bytes 1-4/5")]
    [InlineData("bytes=4-2", 200, "hello", null)]
    [InlineData("bytes=0-1,3-4", 200, "hello", null)]
    [InlineData("lines=1-2", 200, "hello", null)]
    public async Task A_range_is_a_part(string range, int status, string body, string? contentRange)
    {
        await rig.DoAsync("PUT", "/b123/k", "hello");

        Answered got = await rig.AskAsync("GET", "/b123/k", null, $"Range: {range}");
        Assert.Equal((status, body, contentRange), (got.Status, got.Text, got.Header("Content-Range")));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused()
    {
        await rig.DoAsync("PUT", "/b123/k", "hello");

        Answered got = await rig.AskAsync("GET", "/b123/k", null, "Range: bytes=5-");
        Assert.Equal((416, "InvalidRange", "bytes */5"), (got.Status, got.Xml.Element("Code")!.Value, got.Header("Content-Range")));
    }

    [Theory]
    [InlineData("If-Match: \"5d41402abc4b2a76b9719d911017c592\"", 200)]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-None-Match: \"5d41402abc4b2a76b9719d911017c592\"", 304)]
    [InlineData("If-None-Match: \"other\"", 200)]
    [InlineData("If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT", 200)]
    [InlineData("If-Unmodified-Since: Wed, 31 Dec 2025 00:00:00 GMT", 412)]
    public async Task Conditions_are_looked_at(string header, int status)
    {
        await rig.DoAsync("PUT", "/b123/k", "hello");

        Assert.Equal(status, (await rig.AskAsync("GET", "/b123/k", null, header)).Status);
    }

    [Fact]
    public async Task A_write_may_depend_on_what_is_there()
    {
        await rig.DoAsync("PUT", "/b123/k", "one", "If-None-Match: *");
        Answered again = await rig.AskAsync("PUT", "/b123/k", "two", "If-None-Match: *");
        Assert.Equal((412, "PreconditionFailed"), (again.Status, again.Xml.Element("Code")!.Value));
        Assert.Equal(412, (await rig.AskAsync("PUT", "/b123/k", "two", "If-Match: \"x\"")).Status);
        Assert.Equal(404, (await rig.AskAsync("PUT", "/b123/none", "two", "If-Match: \"x\"")).Status);
        await rig.DoAsync("PUT", "/b123/k", "two", $"If-Match: \"{Convert.ToHexStringLower(Md5("one"u8.ToArray()))}\"");
        Assert.Equal("two", (await rig.DoAsync("GET", "/b123/k")).Text);
        Assert.Equal(1, rig.Files);
    }

    [Fact]
    public async Task What_was_written_over_or_deleted_leaves_no_file()
    {
        await rig.DoAsync("PUT", "/b123/k", "one");
        await rig.DoAsync("PUT", "/b123/k", "two");
        Assert.Equal(1, rig.Files);
        await rig.DoAsync("DELETE", "/b123/k");
        Assert.Equal(204, (await rig.DoAsync("DELETE", "/b123/k")).Status);
        Assert.Equal(0, rig.Files);
        Answered got = await rig.AskAsync("GET", "/b123/k");
        Assert.Equal((404, "NoSuchKey", "k"), (got.Status, got.Xml.Element("Code")!.Value, got.Xml.Element("Key")!.Value));
        Assert.Equal(404, (await rig.AskAsync("GET", "/gone/k")).Status);
    }

    [Fact]
    public async Task Files_that_a_crash_left_are_removed_and_no_others()
    {
        await rig.DoAsync("PUT", "/b123/k", "one");
        Directory.CreateDirectory(Path.Combine(rig.Folder, "ab"));
        string orphan = Path.Combine(rig.Folder, "ab", "abcd.blob");
        await File.WriteAllTextAsync(orphan, "x", TestContext.Current.CancellationToken);
        foreach (string file in Directory.GetFiles(rig.Folder, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, new DateTime(2025, 1, 1));

        Assert.Equal(1, rig.Face.RemoveOrphans());
        Assert.Equal("one", (await rig.DoAsync("GET", "/b123/k")).Text);
        Assert.False(File.Exists(orphan));
    }

    [Fact]
    public async Task Bodies_in_signed_chunks_with_trailers_are_taken_out_of_their_frames()
    {
        const string Framed = "3;chunk-signature=abc\r\nhel\r\n2;chunk-signature=def\r\nlo\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
        await rig.DoAsync("PUT", "/b123/k", Framed, "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "Content-Encoding: aws-chunked", "x-amz-decoded-content-length: 5");

        Answered got = await rig.DoAsync("GET", "/b123/k", null, "x-amz-checksum-mode: ENABLED");
        Assert.Equal(("hello", null, "NhCmhg=="), (got.Text, got.Header("Content-Encoding"), got.Header("x-amz-checksum-crc32")));
        Assert.Equal("IncompleteBody", (await rig.AskAsync("PUT", "/b123/k", Framed[..20], "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER")).Xml.Element("Code")!.Value);
        Assert.Equal("BadDigest", (await rig.AskAsync("PUT", "/b123/k", Framed.Replace("NhC", "XhC"), "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER")).Xml.Element("Code")!.Value);
    }

    [Theory]
    [InlineData("Content-MD5: XUFAKrxLKna5cZ2REBfFkg==", null)]
    [InlineData("Content-MD5: AAAAKrxLKna5cZ2REBfFkg==", "BadDigest")]
    [InlineData("Content-MD5: xx", "InvalidDigest")]
    [InlineData("x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", null)]
    [InlineData("x-amz-content-sha256: 0cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "XAmzContentSHA256Mismatch")]
    [InlineData("x-amz-checksum-crc32: NhCmhg==", null)]
    [InlineData("x-amz-checksum-crc32c: mnG7TA==", null)]
    [InlineData("x-amz-checksum-sha1: qvTGHdzF6KLavt4PO0gs2a6pQ00=", null)]
    [InlineData("x-amz-checksum-sha256: LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", null)]
    [InlineData("x-amz-checksum-crc32: AAAAAA==", "BadDigest")]
    public async Task Digests_are_compared(string header, string? code)
    {
        Answered put = await rig.AskAsync("PUT", "/b123/k", "hello", header);

        Assert.Equal(code, put.Status == 200 ? null : put.Xml.Element("Code")!.Value);
    }

    [Fact]
    public async Task A_copy_takes_metadata_along_or_replaces_it()
    {
        await rig.DoAsync("PUT", "/b123/from", "hello", "Content-Type: text/plain", "x-amz-meta-a: 1");
        Answered copied = await rig.DoAsync("PUT", "/b123/to", null, "x-amz-copy-source: /b123/from");
        Assert.Equal("CopyObjectResult", copied.Xml.Name.LocalName);
        await rig.DoAsync("PUT", "/b123/other", null, "x-amz-copy-source: b123/from", "x-amz-metadata-directive: REPLACE", "x-amz-meta-b: 2");

        Assert.Equal("1", (await rig.DoAsync("HEAD", "/b123/to")).Header("x-amz-meta-a"));
        Answered other = await rig.DoAsync("GET", "/b123/other");
        Assert.Equal(("hello", null, "2", "binary/octet-stream"), (other.Text, other.Header("x-amz-meta-a"), other.Header("x-amz-meta-b"), other.Header("Content-Type")));
        Assert.Equal("InvalidRequest", (await rig.AskAsync("PUT", "/b123/to", null, "x-amz-copy-source: b123/to")).Xml.Element("Code")!.Value);
        Assert.Equal("NoSuchKey", (await rig.AskAsync("PUT", "/b123/to", null, "x-amz-copy-source: b123/none")).Xml.Element("Code")!.Value);
    }

    [Fact]
    public async Task Versions_are_kept_where_the_bucket_keeps_them()
    {
        await rig.DoAsync("PUT", "/b123/k", "zero");
        await rig.DoAsync("PUT", "/b123?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        string one = (await rig.DoAsync("PUT", "/b123/k", "one")).Header("x-amz-version-id")!;
        await rig.DoAsync("PUT", "/b123/k", "two");
        Answered deleted = await rig.DoAsync("DELETE", "/b123/k");
        rig.Reopen();

        Assert.Equal("true", deleted.Header("x-amz-delete-marker"));
        Assert.Equal(404, (await rig.AskAsync("GET", "/b123/k")).Status);
        Assert.Equal("one", (await rig.DoAsync("GET", $"/b123/k?versionId={one}")).Text);
        Assert.Equal("zero", (await rig.DoAsync("GET", "/b123/k?versionId=null")).Text);
        XElement list = (await rig.DoAsync("GET", "/b123?versions")).Xml;
        Assert.Equal(["DeleteMarker", "Version", "Version", "Version"], list.Elements().Select(element => element.Name.LocalName).Where(name => name is "Version" or "DeleteMarker"));
        Assert.DoesNotContain("<Contents>", (await rig.DoAsync("GET", "/b123?list-type=2")).Text);
        await rig.DoAsync("DELETE", $"/b123/k?versionId={deleted.Header("x-amz-version-id")}");
        Assert.Equal("two", (await rig.DoAsync("GET", "/b123/k")).Text);
        Assert.Equal("NoSuchVersion", (await rig.AskAsync("GET", "/b123/k?versionId=none")).Xml.Element("Code")!.Value);
        Assert.Equal(3, rig.Files);
    }

    [Fact]
    public async Task Many_are_deleted_at_once()
    {
        foreach (string key in (string[])["a", "b", "c"]) await rig.DoAsync("PUT", $"/b123/{key}", key);

        Answered answer = await rig.DoAsync("POST", "/b123?delete=", "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a</Key></Object><Object><Key>none</Key></Object></Delete>");
        Assert.Equal(["a", "none"], answer.Xml.Elements().Select(element => element.Elements().Single().Value));
        Assert.Equal(404, (await rig.AskAsync("HEAD", "/b123/a")).Status);
        Assert.Equal(200, (await rig.AskAsync("HEAD", "/b123/b")).Status);
        Assert.Equal("MalformedXML", (await rig.AskAsync("POST", "/b123?delete", "<Delete/>")).Xml.Element("Code")!.Value);
    }

    [Fact]
    public async Task An_upload_in_parts_becomes_one_object_in_the_order_of_the_numbers()
    {
        byte[] first = new byte[5 << 20];
        new Random(1).NextBytes(first);
        byte[] second = Encoding.UTF8.GetBytes("the end");
        string id = (await rig.DoAsync("POST", "/b123/big?uploads", null, "x-amz-meta-filesha256: abc", "Content-Type: application/zip")).Xml.Elements().Last().Value;
        string etag2 = (await rig.DoAsync("PUT", $"/b123/big?partNumber=2&uploadId={id}", second)).Header("ETag")!;
        string etag1 = (await rig.DoAsync("PUT", $"/b123/big?partNumber=1&uploadId={id}", first)).Header("ETag")!;
        await rig.DoAsync("PUT", $"/b123/big?partNumber=3&uploadId={id}", second);
        rig.Reopen();
        Assert.Equal(3, (await rig.DoAsync("GET", $"/b123/big?uploadId={id}")).Xml.Elements().Count(element => element.Name.LocalName == "Part"));
        Assert.Contains(id, (await rig.DoAsync("GET", "/b123?uploads")).Text);

        string complete = $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag1.Replace("\"", "&quot;")}</ETag></Part><Part><PartNumber>2</PartNumber><ETag>{etag2}</ETag></Part></CompleteMultipartUpload>";
        Answered done = await rig.DoAsync("POST", $"/b123/big?uploadId={id}", complete);
        string expected = Convert.ToHexStringLower(Md5([.. Md5(first), .. Md5(second)])) + "-2";
        Assert.Contains($"\"{expected}\"", done.Xml.Value);
        Answered got = await rig.DoAsync("GET", "/b123/big");
        Assert.Equal([.. first, .. second], got.Bytes);
        Assert.Equal(("abc", "application/zip"), (got.Header("x-amz-meta-filesha256"), got.Header("Content-Type")));
        Assert.Equal("the end", (await rig.DoAsync("GET", "/b123/big?partNumber=2")).Text);
        Assert.Equal(Encoding.UTF8.GetString([.. first[^1..], .. second[..1]]), (await rig.DoAsync("GET", "/b123/big", null, $"Range: bytes={first.Length - 1}-{first.Length}")).Text);
        Assert.Equal(2, rig.Files);
        Assert.Equal("NoSuchUpload", (await rig.AskAsync("POST", $"/b123/big?uploadId={id}", complete)).Xml.Element("Code")!.Value);
    }

    [Fact]
    public async Task An_upload_is_refused_when_parts_are_wrong_and_leaves_nothing_when_aborted()
    {
        string id = (await rig.DoAsync("POST", "/b123/big?uploads")).Xml.Elements().Last().Value;
        string etag = (await rig.DoAsync("PUT", $"/b123/big?partNumber=1&uploadId={id}", "small")).Header("ETag")!;
        await rig.DoAsync("PUT", $"/b123/big?partNumber=2&uploadId={id}", "small");

        Assert.Equal("InvalidPart", await CompleteAsync((1, "\"x\"")));
        Assert.Equal("InvalidPart", await CompleteAsync((7, etag)));
        Assert.Equal("InvalidPartOrder", await CompleteAsync((2, etag), (1, etag)));
        Assert.Equal("EntityTooSmall", await CompleteAsync((1, etag), (2, etag)));
        Assert.Equal("InvalidArgument", (await rig.AskAsync("PUT", $"/b123/big?partNumber=0&uploadId={id}", "x")).Xml.Element("Code")!.Value);
        Assert.Equal("NoSuchUpload", (await rig.AskAsync("PUT", "/b123/big?partNumber=1&uploadId=none", "x")).Xml.Element("Code")!.Value);
        await rig.DoAsync("DELETE", $"/b123/big?uploadId={id}");
        Assert.Equal(0, rig.Files);

        async Task<string> CompleteAsync(params (int Number, string ETag)[] parts)
        {
            string body = $"<CompleteMultipartUpload>{string.Concat(parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>"))}</CompleteMultipartUpload>";
            return (await rig.AskAsync("POST", $"/b123/big?uploadId={id}", body)).Xml.Element("Code")!.Value;
        }
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_power_cut()
    {
        await rig.DoAsync("PUT", "/b123?tagging", "<Tagging><TagSet/></Tagging>");
        await rig.DoAsync("PUT", "/b123/k", "one");
        await rig.DoAsync("PUT", "/b123/k", "two");
        string id = (await rig.DoAsync("POST", "/b123/big?uploads")).Xml.Elements().Last().Value;
        string etag = (await rig.DoAsync("PUT", $"/b123/big?partNumber=1&uploadId={id}", "part")).Header("ETag")!;
        rig.Crash();
        await rig.DoAsync("POST", $"/b123/big?uploadId={id}", $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>");
        rig.Crash();

        Assert.Equal("two", (await rig.DoAsync("GET", "/b123/k")).Text);
        Assert.Equal("part", (await rig.DoAsync("GET", "/b123/big")).Text);
        await rig.DoAsync("DELETE", "/b123/k");
        rig.Crash();
        Assert.Equal(404, (await rig.AskAsync("GET", "/b123/k")).Status);
    }

    [Fact]
    public async Task Many_writers_of_one_key_leave_one_object_and_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => rig.DoAsync("PUT", "/b123/k", $"body {i}"), TestContext.Current.CancellationToken)));

        Assert.StartsWith("body ", (await rig.DoAsync("GET", "/b123/k")).Text);
        Assert.Equal(1, rig.Files);
        Answered[] claims = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => rig.AskAsync("PUT", "/b123/claim", $"{i}", "If-None-Match: *"), TestContext.Current.CancellationToken)));
        Assert.Single(claims, claim => claim.Status == 200);
        Assert.Equal(2, rig.Files);
    }

    [Fact]
    public async Task The_reader_beside_the_wire_gives_the_same_bytes()
    {
        await rig.DoAsync("PUT", "/b123/zip", "package");

        ObjectAnswer found = await rig.Face.OpenAsync(FaceHost.Account, "b123", "zip", null, TestContext.Current.CancellationToken);
        using StreamReader reader = new(found.Content!);
        Assert.Equal("package", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("NoSuchKey", (await rig.Face.OpenAsync(FaceHost.Account, "b123", "none", null, TestContext.Current.CancellationToken)).ErrorCode);
        Assert.Equal("NoSuchBucket", (await rig.Face.OpenAsync("111111111111", "b123", "zip", null, TestContext.Current.CancellationToken)).ErrorCode);
    }

    [Fact]
    public async Task Tags_of_an_object_are_changed_without_its_bytes()
    {
        await rig.DoAsync("PUT", "/b123/k", "hello");
        await rig.DoAsync("PUT", "/b123/k?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>");
        Assert.Contains("<Key>a</Key><Value>1</Value>", (await rig.DoAsync("GET", "/b123/k?tagging")).Text);
        await rig.DoAsync("DELETE", "/b123/k?tagging");
        Assert.DoesNotContain("<Key>", (await rig.DoAsync("GET", "/b123/k?tagging")).Text);
    }

    private static byte[] Md5(byte[] bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }
}
