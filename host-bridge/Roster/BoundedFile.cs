using System.IO;
using System.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Reads a file that people edit, up to a length. Links are followed before the length is asked for, as a link is as long as its own text; and what says of
/// itself that it is empty is not opened at all, as the thread that commits records would wait at a pipe for ever.
/// </summary>
internal static class BoundedFile
{
    /// <summary>The text, or null where it is longer than allowed; empty: there is nothing in it.</summary>
    internal static string? Text(string path, int mostBytes)
    {
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The file {path} is not there.");
        }

        if (file.Length == 0 || file.Length > mostBytes)
        {
            return file.Length == 0 ? "" : null;
        }

        // It may have become longer meanwhile.
        using FileStream stream = file.OpenRead();
        var bytes = new byte[mostBytes + 1];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8);
        return read <= mostBytes ? reader.ReadToEnd() : null;
    }
}
