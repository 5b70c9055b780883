using System;
using System.Collections.Concurrent;
using System.IO;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>The styles and scripts of the pages. All of them come out of this program: a duty room may have no other network.</summary>
public static partial class AssetFiles
{
    private const string Folder = "assets/";
    private const int MarkLength = 12;
    private static readonly ConcurrentDictionary<string, Asset?> Known = new(StringComparer.Ordinal);

    /// <summary>The address of one, which is another whenever its bytes are, so that a browser may keep it for good.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public static string Address(string name) => Find(name) is { } asset ? $"/{Folder}{name}?v={asset.Mark}" : throw new ArgumentException($"There is no asset {name}: put it into host-bridge/Web/assets.", nameof(name));

    /// <summary>The text of one, for a document that has no address to fetch it from.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public static string Text(string name) => Find(name) is { } asset ? System.Text.Encoding.UTF8.GetString(asset.Bytes) : throw new ArgumentException($"There is no asset {name}: put it into host-bridge/Web/assets.", nameof(name));

    /// <summary>Maps them.</summary>
    public static void MapAssets(this IEndpointRouteBuilder web) => web.MapGet("/assets/{name}", Give).IsOpen().ExcludeFromDescription();

    private static IResult Give(HttpContext context, string name)
    {
        if (Find(name) is not { } asset)
        {
            return Results.NotFound();
        }

        bool isMarked = string.Equals(context.Request.Query["v"], asset.Mark, StringComparison.Ordinal);
        context.Response.Headers.CacheControl = isMarked ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.Vary = "Accept-Encoding";
        bool packed = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (packed)
        {
            context.Response.Headers.ContentEncoding = "br";
        }

        return Results.Bytes(packed ? asset.Packed.Value : asset.Bytes, asset.Type, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{asset.Mark}{(packed ? "-br" : "")}\""));
    }

    private static Asset? Find(string name) => Known.TryGetValue(name, out Asset? known) ? known : Load(name) is { } asset ? Known.GetOrAdd(name, asset) : null;

    private static Asset? Load(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name);
        if (stream == null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        bytes = name.EndsWith(".js", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Import().Replace(Encoding.UTF8.GetString(bytes), import => $"from '{Address(import.Groups["name"].Value)}'")) : bytes;
        string mark = Convert.ToHexStringLower(SHA256.HashData(bytes))[..MarkLength];
        return new Asset(bytes, mark, TypeOf(name), new Lazy<byte[]>(() => Pack(bytes)));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }

    // A module is known by its address: under another than the page has it by it would run twice.
    [GeneratedRegex(@"from '\./(?<name>[a-z.]+)'", RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    private sealed record Asset(byte[] Bytes, string Mark, string Type, Lazy<byte[]> Packed);
}
