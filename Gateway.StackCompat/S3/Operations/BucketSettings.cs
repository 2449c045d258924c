using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>The subresources of a bucket that deploy tools put and read: kept as they came. Only versioning changes what the bucket does.</summary>
internal sealed class BucketSettings(ObjectStore objects)
{
    private const int SettingBytesMax = 256 * 1024;
    private const string Head = """<?xml version="1.0" encoding="utf-8"?>""";
    private const string Space = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private const string AllBlocked =
        $"{Head}<PublicAccessBlockConfiguration {Space}><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";

    private const string UsualEncryption =
        $"{Head}<ServerSideEncryptionConfiguration {Space}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>";

    /// <summary>Subresource, the root element that a put must have (empty for JSON, null if it cannot be put), and what is answered before the first put (null: an error).</summary>
    private static readonly Dictionary<string, (string? Root, string? Usual)> Known = new(StringComparer.Ordinal)
    {
        ["versioning"] = ("VersioningConfiguration", null),
        ["encryption"] = ("ServerSideEncryptionConfiguration", UsualEncryption),
        ["policy"] = ("", null),
        ["policyStatus"] = (null, $"{Head}<PolicyStatus {Space}><IsPublic>false</IsPublic></PolicyStatus>"),
        ["publicAccessBlock"] = ("PublicAccessBlockConfiguration", null),
        ["tagging"] = ("Tagging", null),
        ["acl"] = ("AccessControlPolicy", null),
        ["lifecycle"] = ("LifecycleConfiguration", null),
        ["ownershipControls"] = ("OwnershipControls", null),
        ["notification"] = ("NotificationConfiguration", $"{Head}<NotificationConfiguration {Space}/>"),
        ["cors"] = ("CORSConfiguration", null),
        ["website"] = (null, null),
        ["replication"] = (null, null),
        ["object-lock"] = (null, null),
        ["logging"] = (null, $"{Head}<BucketLoggingStatus {Space}/>"),
        ["accelerate"] = (null, $"{Head}<AccelerateConfiguration {Space}/>"),
        ["requestPayment"] = (null, $"{Head}<RequestPaymentConfiguration {Space}><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
        ["metrics"] = (null, null),
        ["analytics"] = (null, null),
        ["inventory"] = (null, null),
        ["intelligent-tiering"] = (null, null),
        ["metadataTable"] = (null, null),
        ["metadataConfiguration"] = (null, null),
        ["session"] = (null, null),
        ["abac"] = (null, null),
    };

    /// <summary>What a new bucket has from the beginning, since 2023.</summary>
    public static Dictionary<string, string> OfNewBucket() => new(StringComparer.Ordinal) { ["publicAccessBlock"] = AllBlocked, ["ownershipControls"] = Ownership("BucketOwnerEnforced") };

    public static string Ownership(string rule) =>
        rule is "BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter"
            ? $"{Head}<OwnershipControls {Space}><Rule><ObjectOwnership>{rule}</ObjectOwnership></Rule></OwnershipControls>"
            : throw new S3Fault(S3Errors.InvalidArgument("x-amz-object-ownership", rule, "Invalid x-amz-object-ownership header"));

    /// <summary>The subresource that a request asks for; null if it asks for none.</summary>
    public static string? Find(S3Call call) => Known.Keys.FirstOrDefault(call.Asks);

    public Task RunAsync(S3Call call, string setting, IFaceAnswer answer)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        return call.Request.Method switch
        {
            "GET" => ReadAsync(bucket, setting, answer),
            "PUT" when Known[setting].Root is not null => PutAsync(call, setting, answer),
            "DELETE" when Known[setting].Root is not null && setting is not ("versioning" or "acl" or "notification") => DeleteAsync(call, setting, answer),
            "PUT" or "DELETE" or "POST" => throw new S3Fault(S3Errors.NotImplemented),
            _ => throw new S3Fault(S3Errors.MethodNotAllowed),
        };
    }

    private static Task ReadAsync(BucketRecord bucket, string setting, IFaceAnswer answer)
    {
        string document = setting switch
        {
            "versioning" when bucket.Versioning == Versioning.Off => $"{Head}<VersioningConfiguration {Space}/>",
            "versioning" => $"{Head}<VersioningConfiguration {Space}><Status>{bucket.Versioning}</Status></VersioningConfiguration>",
            "acl" when !bucket.Settings.ContainsKey("acl") => OwnersAcl(bucket.AccountId),
            _ => bucket.Settings.GetValueOrDefault(setting) ?? Known[setting].Usual ?? throw new S3Fault(S3Errors.NoSetting(setting, bucket.Name)),
        };
        if (setting == "policy")
        {
            answer.AddHeader("Content-Type", "application/json");
            answer.Body.Write(Encoding.UTF8.GetBytes(document));
        }
        else
        {
            S3Xml.WriteText(answer, Encoding.UTF8.GetBytes(document));
        }

        return Task.CompletedTask;
    }

    private async Task PutAsync(S3Call call, string setting, IFaceAnswer answer)
    {
        if (call.Body.Size > SettingBytesMax) throw new S3Fault(S3Errors.MalformedXml);
        bool isCannedAcl = setting == "acl" && call.Body.Size == 0;
        if (isCannedAcl && call.Header("x-amz-acl") is not "private") throw new S3Fault(new S3Error("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"));
        string document = Known[setting].Root!.Length == 0 ? Policy(call) : isCannedAcl ? OwnersAcl(call.Account) : Checked(call.Xml(), setting);
        Func<BucketRecord, BucketRecord> change = setting == "versioning"
            ? before => before with { Versioning = StateIn(document, before.Versioning) }
            : before => before with { Settings = new Dictionary<string, string>(before.Settings, StringComparer.Ordinal) { [setting] = document } };
        await objects.ChangeBucketAsync(call.Account, call.Bucket, change).ConfigureAwait(false);
        if (setting is "policy" or "tagging") answer.Status = 204;
    }

    private async Task DeleteAsync(S3Call call, string setting, IFaceAnswer answer)
    {
        await objects.ChangeBucketAsync(call.Account, call.Bucket, before =>
        {
            Dictionary<string, string> rest = new(before.Settings, StringComparer.Ordinal);
            rest.Remove(setting);
            return before with { Settings = rest };
        }).ConfigureAwait(false);
        answer.Status = 204;
    }

    private static Versioning StateIn(string document, Versioning before)
    {
        string? status = S3Xml.Text(XElement.Parse(document), "Status");
        return status switch
        {
            "Enabled" => Versioning.Enabled,
            "Suspended" => Versioning.Suspended,
            null => before,
            _ => throw new S3Fault(S3Errors.MalformedXml),
        };
    }

    private static string Checked(XElement document, string setting)
    {
        if (document.Name.LocalName != Known[setting].Root) throw new S3Fault(S3Errors.MalformedXml);
        if (setting == "versioning" && S3Xml.Text(document, "Status") is not (null or "Enabled" or "Suspended")) throw new S3Fault(S3Errors.MalformedXml);
        return Head + document.ToString(SaveOptions.DisableFormatting);
    }

    private static string Policy(S3Call call)
    {
        byte[] policy = call.Body.Bytes();
        try
        {
            using JsonDocument document = JsonDocument.Parse(policy, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return Encoding.UTF8.GetString(policy);
        }
        catch (JsonException)
        {
        }

        throw new S3Fault(S3Errors.MalformedPolicy);
    }

    private static string OwnersAcl(string account) =>
        $"""{Head}<AccessControlPolicy {Space}><Owner><ID>{BucketOperations.OwnerId(account)}</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>{BucketOperations.OwnerId(account)}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>""";

    /// <summary>What the owner may do with objects, as a document.</summary>
    public static byte[] ObjectAcl(string account) => Encoding.UTF8.GetBytes(OwnersAcl(account));
}
