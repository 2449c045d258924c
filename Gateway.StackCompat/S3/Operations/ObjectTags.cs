using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>GetObjectTagging, PutObjectTagging, DeleteObjectTagging.</summary>
internal sealed class ObjectTags(ObjectStore objects)
{
    private const int TagsMax = 10;

    public static IReadOnlyDictionary<string, string> Checked(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > TagsMax) throw new S3Fault(new S3Error("BadRequest", 400, "Object tags cannot be greater than 10"));
        return tags.All(tag => tag.Key.Length is >= 1 and <= 128 && tag.Value.Length <= 256) ? tags : throw new S3Fault(S3Errors.InvalidTag);
    }

    public async Task RunAsync(S3Call call, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        ObjectRecord? found = objects.Find(call.Account, call.Bucket, call.Key, call.VersionId);
        if (found is null or { IsDeleteMarker: true }) throw new S3Fault(call.VersionId is { } version ? S3Errors.NoSuchVersion(call.Key, version) : S3Errors.NoSuchKey(call.Key));
        switch (call.Request.Method)
        {
            case "GET":
                S3Xml.Write(answer, S3Xml.Element("Tagging", S3Xml.Element("TagSet", [.. found.Tags.Select(tag => S3Xml.Element("Tag", S3Xml.Element("Key", tag.Key), S3Xml.Element("Value", tag.Value)))])));
                return;
            case "PUT":
                IReadOnlyDictionary<string, string> tags = Checked(Read(call.Xml()));
                await objects.ChangeAsync(call.Account, call.Bucket, call.Key, call.VersionId, before => before with { Tags = tags }).ConfigureAwait(false);
                return;
            case "DELETE":
                await objects.ChangeAsync(call.Account, call.Bucket, call.Key, call.VersionId, before => before with { Tags = new Dictionary<string, string>() }).ConfigureAwait(false);
                answer.Status = 204;
                return;
            default:
                throw new S3Fault(S3Errors.MethodNotAllowed);
        }
    }

    private static Dictionary<string, string> Read(XElement document)
    {
        XElement set = S3Xml.Child(document, "TagSet") ?? throw new S3Fault(S3Errors.MalformedXml);
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (XElement tag in S3Xml.Children(set, "Tag"))
        {
            if (!tags.TryAdd(S3Xml.Text(tag, "Key") ?? throw new S3Fault(S3Errors.MalformedXml), S3Xml.Text(tag, "Value") ?? "")) throw new S3Fault(S3Errors.InvalidTag);
        }

        return tags;
    }
}
