using System.Device.Gpio;

namespace DutyKiosk.Terminal.Lamps
{
    /// <summary>Three lamps, each on a pin of its own.</summary>
    public sealed class ThreeLamps : ILamps
    {
        private readonly GpioPin _green;
        private readonly GpioPin _amber;
        private readonly GpioPin _red;

        /// <summary>Opens the pins.</summary>
        public ThreeLamps(GpioController controller, Board board)
        {
            _green = controller.OpenPin(board.GreenLamp, PinMode.Output);
            _amber = controller.OpenPin(board.AmberLamp, PinMode.Output);
            _red = controller.OpenPin(board.RedLamp, PinMode.Output);
        }

        /// <inheritdoc/>
        public void Light(bool green, bool amber, bool red)
        {
            _green.Write(green ? PinValue.High : PinValue.Low);
            _amber.Write(amber ? PinValue.High : PinValue.Low);
            _red.Write(red ? PinValue.High : PinValue.Low);
        }
    }
}
