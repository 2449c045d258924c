using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

// The limit of HTTP on this machine: reads each request's body and answers the bytes that a file holds for its operation, with the headers that DynamoDB sends. Nothing else.
// Arguments: the port on loopback, a folder with one file for each operation, named as X-Amz-Target is; and, for the limit of durable writes, a folder: then the bodies of writes are on its disk before they are answered.
int port = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
Dictionary<string, byte[]> answers = Directory.EnumerateFiles(args[1]).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
using GroupedLog? log = args.Length > 2 ? new GroupedLog(args[2]) : null;
byte[] unknown = "{}"u8.ToArray();
StringValues contentType = "application/x-amz-json-1.0";
StringValues requestId = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF";
StringValues checksum = "2745614147";

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port);
});
WebApplication app = builder.Build();
app.Run(async context =>
{
    PipeReader body = context.Request.BodyReader;
    ReadResult read = await body.ReadAsync();
    while (!read.IsCompleted)
    {
        body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        read = await body.ReadAsync();
    }

    string target = context.Request.Headers["X-Amz-Target"].ToString();
    if (log is not null && IsWrite(target)) await log.AppendAsync(read.Buffer);
    body.AdvanceTo(read.Buffer.End);
    byte[] answer = answers.GetValueOrDefault(target, unknown);
    IHeaderDictionary headers = context.Response.Headers;
    headers.ContentType = contentType;
    headers["x-amzn-RequestId"] = requestId;
    headers["x-amz-crc32"] = checksum;
    headers.ContentLength = answer.Length;
    context.Response.BodyWriter.Write(answer);
});
app.Run();

static bool IsWrite(string target) =>
    (target.EndsWith("Item", StringComparison.Ordinal) && !target.EndsWith("GetItem", StringComparison.Ordinal)) || target.EndsWith("TransactWriteItems", StringComparison.Ordinal);
