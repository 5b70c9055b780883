using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QRCoder;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>A QR code as the path of an SVG picture, one unit a square.</summary>
/// <param name="Size">How many units it is wide and high, its quiet rim included.</param>
/// <param name="Path">The path of its dark squares.</param>
public sealed record QrPath(int Size, string Path)
{
    /// <summary>The code of a text.</summary>
    public static QrPath Of(string text)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        List<BitArray> rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (int y = 0; y < rows.Count; y++)
        {
            for (int x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrPath(rows.Count, path.ToString());
    }
}
