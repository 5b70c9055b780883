@R02.2
Feature: R02.2 未完成交班不得提前洗漱、换衣
  Whoever leaves before the handover is complete leaves early; the holder cannot leave at all.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
    And shifts:
      | id | start            | end              | leader | crew |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 交班前离岗为早退 leaving before the pair is complete is early
    When "S05" taps at "07:45"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | staff   | S05   |
      | leaving | early |
    When "S01" taps at "07:46"
    Then the tap is refused as "window-closed"
    And "S01" holds the duty

  Scenario: 交班后离岗为准时 leaving after it is on time
    When "S02" taps at "07:39"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    And "S05" taps at "07:53"
    Then the last record is "duty.clock-out" with:
      | field   | value   |
      | leaving | on-time |
    And "S05" is out
