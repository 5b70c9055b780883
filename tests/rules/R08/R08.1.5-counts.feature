@R08.1.5
Feature: R08.1.5 公用物品、钥匙登记,当面验清
  Both people count, and their counts must agree.

  Background:
    Given the policy pack "service-desk"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 两人清点一致 both counts agree
    When "S01" counts "keys" as 5 at "07:31"
    And "S01" counts "radios" as 3
    And "S01" completes the sheet
    And "S02" taps at "07:50"
    And "S02" counts "keys" as 5
    And "S02" counts "radios" as 3
    And "S02" reads the sheet
    And "S01" taps at "07:59"
    And "S02" taps at "07:59:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And "S02" holds the duty

  Scenario: 清点不一致不交 a count that differs refuses the handover until somebody has counted again
    When "S01" counts "keys" as 5 at "07:31"
    And "S01" completes the sheet
    And "S02" counts "keys" as 4 at "07:55"
    And "S02" taps at "07:56"
    And "S01" taps at "07:57"
    Then the tap is refused as "sheet-incomplete"
    When "S02" counts "keys" as 5
    And "S01" taps at "07:58"
    Then the signal is "waiting-for-second"

  Scenario: 未登记的物品不能验收 the incoming side counts only what is registered
    When "S02" counts "umbrellas" as 2 at "07:31"
    Then the bridge refuses with "unknown-count"
    When "S01" counts "keys" as -1
    Then the bridge refuses with "no-number"
    When "S04" counts "keys" as 5
    Then the bridge refuses with "not-entitled"
