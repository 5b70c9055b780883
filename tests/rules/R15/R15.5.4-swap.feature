@R15.5.4
Feature: R15.5.4 不得随意换岗,调班报值班主任批准
  Both people agree and the director on duty approves: before that the first person stays responsible, and who stands in is marked.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 06:00"

  Scenario: 值班主任批准后换岗有效 approved, the other one is on duty
    Given the policy pack "newsroom"
    When "S02" asks "S04" to take shift "D1" at "06:10"
    And "S04" accepts the swap of shift "D1"
    Then a notice about "swap" reaches "S09"
    When "S09" approves the swap of shift "D1" at "06:20"
    Then the calendar of "S04" shows shift "D1"
    And the calendar of "S02" does not show shift "D1"
    When "S04" taps at "06:55"
    Then "S04" holds the duty
    And the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |

  Scenario: 私自换岗无效 agreed between the two but not approved: marked, and the desk is not held
    Given the policy pack "newsroom"
    When "S02" asks "S04" to take shift "D1" at "06:10"
    And "S04" accepts the swap of shift "D1"
    And "S02" approves the swap of shift "D1"
    Then the bridge refuses with "not-entitled"
    When "S04" taps at "06:55"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S04        |
      | arrival | unrostered |
      | holder  |            |
    And nobody holds the duty
    And the calendar of "S02" shows shift "D1"
    When "S02" taps at "06:58"
    Then "S02" holds the duty

  Scenario: 对方未同意不能批准 nobody approves what the other person has not accepted
    Given the policy pack "newsroom"
    When "S02" asks "S04" to take shift "D1" at "06:10"
    And "S09" approves the swap of shift "D1"
    Then the bridge refuses with "not-accepted"
    And the calendar of "S02" shows shift "D1"

  Scenario: 不标记而拒绝 a house may refuse the stand-in at the door instead
    Given the policy pack "newsroom" with:
      | parameter  | value  |
      | unrostered | refuse |
    When "S04" taps at "06:55"
    Then the tap is refused as "not-on-roster"
    And "S04" is out
