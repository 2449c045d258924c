using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Wire;

/// <summary>Documents as S3 writes them.</summary>
internal static class S3Xml
{
    public static XNamespace Space { get; } = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string HttpTime(DateTimeOffset time) => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    public static XElement Element(string name, params ReadOnlySpan<object?> content)
    {
        XElement element = new(Space + name);
        foreach (object? one in content) element.Add(one);
        return element;
    }

    /// <summary>The child of a name, whatever the namespace: clients send either.</summary>
    public static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    public static string? Text(XElement parent, string name) => Child(parent, name)?.Value;

    public static void Write(IFaceAnswer answer, XElement document)
    {
        using MemoryStream buffer = new();
        using (XmlWriter writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            document.Save(writer);
        }

        WriteText(answer, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static void WriteText(IFaceAnswer answer, ReadOnlySpan<byte> document)
    {
        answer.AddHeader("Content-Type", "application/xml");
        answer.AddHeader("Content-Length", document.Length.ToString(CultureInfo.InvariantCulture));
        answer.Body.Write(document);
    }

    public static void WriteError(IFaceAnswer answer, FaceRequest request, S3Error error, bool hasBody)
    {
        answer.Status = error.Status;
        foreach ((string name, string value) in error.Headers) answer.AddHeader(name, value);
        if (!hasBody) return;
        XElement document = new("Error", new XElement("Code", error.Code), new XElement("Message", error.Message));
        foreach ((string name, string value) in error.Details) document.Add(new XElement(name, value));
        document.Add(new XElement("Resource", request.Path), new XElement("RequestId", request.RequestId));
        Write(answer, document);
    }
}
