using System;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>A part with two pins, in the line of its wire.</summary>
internal static class PartSymbol
{
    private const int Half = 20;

    /// <summary>Draws it between two places of a line; <paramref name="pin"/> is the one that the line comes to first.</summary>
    internal static void Draw(Canvas canvas, Part part, string pin, int from, int to, int y, int side, string colour)
    {
        int middle = (from + to) / 2;
        canvas.Line(from, y, middle - (side * Half), y, colour);
        canvas.Line(middle + (side * Half), y, to, y, colour);
        canvas.Text(middle, y - (part.Kind == "buzzer" ? 25 : 14), Label(part), 12, bold: true, anchor: "middle");
        switch (part.Kind)
        {
            case "resistor":
                canvas.Shape(FormattableString.Invariant($"M{middle - Half} {y - 8}h{2 * Half}v16h{-2 * Half}z"), "#f6ead2");
                break;
            case "button":
                canvas.Shape(FormattableString.Invariant($"M{middle - Half} {y}h8M{middle + Half} {y}h-8M{middle - Half + 8} {y - 3}L{middle + Half - 8} {y - 10}"), "none");
                canvas.Dot(middle - Half + 8, y, 2.5, "#fff");
                canvas.Dot(middle + Half - 8, y, 2.5, "#fff");
                break;
            case "buffer" or "capacitor":
                canvas.Shape(FormattableString.Invariant($"M{middle - Half} {y}h{Half - 4}M{middle + Half} {y}h{4 - Half}M{middle - 4} {y - 11}v22M{middle + 4} {y - 11}v22"), "none");
                Polarity(canvas, part, pin, middle, y, side);
                break;
            case "buzzer":
                canvas.Shape(FormattableString.Invariant($"M{middle - Half} {y}a{Half} {Half} 0 1 0 {2 * Half} 0a{Half} {Half} 0 1 0 {-2 * Half} 0z"), "#e4e0f4");
                Polarity(canvas, part, pin, middle, y, side);
                break;
            default:
                Diode(canvas, part, pin, middle, y, side);
                break;
        }
    }

    // The triangle points the way that the current takes, to the bar at K.
    private static void Diode(Canvas canvas, Part part, string pin, int middle, int y, int side)
    {
        int way = pin == "K" ? -side : side;
        string fill = part.Kind == "diode" ? "#ddd" : part.Title.Contains("green", StringComparison.Ordinal) ? "#1a8f3c" : part.Title.Contains("amber", StringComparison.Ordinal) ? "#e8930c" : "#c8201e";
        canvas.Shape(FormattableString.Invariant($"M{middle - (way * 12)} {y - 11}v22L{middle + (way * 10)} {y}z"), fill);
        canvas.Shape(FormattableString.Invariant($"M{middle - Half} {y}h{Half - 12}M{middle + Half} {y}h{10 - Half}M{middle + (way * 10)} {y - 11}v22"), "none");
        canvas.Text(middle + (way * 26), y + 17, "K", 11, anchor: "middle");
    }

    private static void Polarity(Canvas canvas, Part part, string pin, int middle, int y, int side)
    {
        string other = part.Pins[0] == pin ? part.Pins[1] : part.Pins[0];
        if (part.Kind != "capacitor")
        {
            canvas.Text(middle - (side * 30), y + 16, pin, 13, bold: true, anchor: "middle");
            canvas.Text(middle + (side * 30), y + 16, other, 13, bold: true, anchor: "middle");
        }
    }

    private static string Label(Part part) => part.Kind switch
    {
        "resistor" => part.Ohms >= 1000 ? FormattableString.Invariant($"{part.Id}  {part.Ohms / 1000:0.#} kΩ") : FormattableString.Invariant($"{part.Id}  {part.Ohms:0} Ω"),
        "buffer" or "capacitor" => FormattableString.Invariant($"{part.Id}  {part.Microfarads:#,0} µF"),
        "diode" => $"{part.Id}  {part.Rating.Split([',', ' '])[0]}",
        "button" => part.Id + "  button",
        "buzzer" => part.Id + "  buzzer",
        _ => part.Id,
    };
}
